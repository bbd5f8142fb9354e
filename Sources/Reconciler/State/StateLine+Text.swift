import OmniAPI

extension StateLine {
    /// Reads one JSON object. Members that this version does not know are left out of account.
    /// - Throws: when there is no JSON object, or something behind it.
    init(reading reader: inout JSONReader) throws(AnswerProblem) {
        self.init()
        let isObject = try reader.object { key, reader throws(AnswerProblem) in
            switch key {
            case "base": base = try reader.string()
            case "connection": connection = try reader.string()
            case "record": record = try reader.string().flatMap(Kind.init)
            case "id": id = try reader.string()
            case "address": address = try reader.string()
            case "values": values = try reader.strings()
            case "protect": protect = try reader.boolean()
            case "name": name = try reader.string()
            case "defaultValues": defaultValues = try reader.strings()
            case "format": format = try reader.text().flatMap { Int($0) }
            case "lineage": lineage = try reader.string()
            case "instance": instance = try reader.string()
            default: try reader.skip()
            }
        }
        guard isObject else { throw .notJSON }
        try reader.end()
    }

    /// The object in one line, its members sorted, with the line break.
    var text: [UInt8] {
        var writer = MemberWriter()
        writer.add("address", address)
        writer.add("base", base)
        writer.add("connection", connection)
        writer.add("defaultValues", defaultValues)
        writer.add("format", format)
        writer.add("id", id)
        writer.add("instance", instance)
        writer.add("lineage", lineage)
        writer.add("name", name)
        writer.add("protect", protect)
        writer.add("record", record?.rawValue)
        writer.add("values", values)
        return writer.line
    }
}

/// Writes the members of a JSON object that have a value.
private struct MemberWriter {
    private var bytes = [UInt8(ascii: "{")]

    var line: [UInt8] { bytes + [UInt8(ascii: "}"), StateFormat.newline] }

    mutating func add(_ key: String, _ text: String?) {
        guard let text else { return }
        begin(key)
        JSONEscape.quote(text, into: &bytes)
    }

    mutating func add(_ key: String, _ texts: [String]?) {
        guard let texts else { return }
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONEscape.quote(text, into: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func add(_ key: String, _ number: Int?) { addBare(key, number.map { "\($0)" }) }

    mutating func add(_ key: String, _ flag: Bool?) { addBare(key, flag.map { "\($0)" }) }

    private mutating func addBare(_ key: String, _ word: String?) {
        guard let word else { return }
        begin(key)
        bytes += word.utf8
    }

    private mutating func begin(_ key: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        JSONEscape.quote(key, into: &bytes)
        bytes.append(UInt8(ascii: ":"))
    }
}
