extension JSONValue {
    /// The value in UTF-8, without spaces and line breaks, its members in their order.
    package var bytes: [UInt8] { written(isSorted: false, isIndented: false) }

    /// The value in UTF-8 as programs are given it: members sorted by their names, on one line or indented.
    package func document(onOneLine: Bool = false) -> [UInt8] {
        written(isSorted: true, isIndented: !onOneLine)
    }

    private func written(isSorted: Bool, isIndented: Bool) -> [UInt8] {
        var writer = JSONWriter(isSorted: isSorted, isIndented: isIndented)
        writer.write(self)
        return writer.bytes
    }
}

private struct JSONWriter {
    let isSorted: Bool
    let isIndented: Bool
    private(set) var bytes: [UInt8] = []
    private var depth = 0

    init(isSorted: Bool, isIndented: Bool) {
        self.isSorted = isSorted
        self.isIndented = isIndented
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes += "null".utf8
        case .boolean(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let number): bytes += String(number).utf8
        case .decimal(let number): write(number)
        case .string(let text): bytes.appendJSONString(text)
        case .array(let elements): write(elements)
        case .object(let members): write(members)
        }
    }

    private mutating func write(_ number: Double) {
        let text = String(describing: number)
        bytes += (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8
    }

    private mutating func write(_ elements: [JSONValue]) {
        open(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            beginElement(&isFirst)
            write(element)
        }
        close(UInt8(ascii: "]"))
    }

    private mutating func write(_ members: [(String, JSONValue?)]) {
        open(UInt8(ascii: "{"))
        var isFirst = true
        for (name, value) in isSorted ? members.sorted(by: { $0.0 < $1.0 }) : members {
            guard let value else { continue }
            beginElement(&isFirst)
            bytes.appendJSONString(name)
            bytes += (isIndented ? " : " : ":").utf8
            write(value)
        }
        close(UInt8(ascii: "}"))
    }

    private mutating func open(_ bracket: UInt8) {
        bytes.append(bracket)
        depth += 1
        if isIndented { bytes.append(UInt8(ascii: "\n")) }
    }

    private mutating func beginElement(_ isFirst: inout Bool) {
        if !isFirst { bytes += (isIndented ? ",\n" : ",").utf8 }
        isFirst = false
        indent()
    }

    private mutating func close(_ bracket: UInt8) {
        depth -= 1
        if isIndented { bytes.append(UInt8(ascii: "\n")) }
        indent()
        bytes.append(bracket)
    }

    private mutating func indent() {
        if isIndented { bytes += repeatElement(UInt8(ascii: " "), count: depth * 2) }
    }
}
