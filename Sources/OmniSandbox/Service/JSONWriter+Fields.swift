/// A key with its value; nil is `null`.
extension JSONWriter {
    mutating func field(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    mutating func field(_ name: String, _ texts: [String]?) {
        key(name)
        if let texts { strings(texts) } else { null() }
    }

    mutating func field(_ name: String, _ number: Int?) {
        key(name)
        if let number { self.number(number) } else { null() }
    }

    mutating func field(_ name: String, _ flag: Bool) {
        key(name)
        bool(flag)
    }
}
