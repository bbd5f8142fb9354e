import FoundationEssentials

/// Decodes the lines of a state file. All of them are decoded as one JSON array, which takes a fraction of
/// the time that line by line does; the slow way is taken only to name the bad line.
enum StateLineDecoder {
    static func decode(_ text: Data) throws(StateProblem) -> [StateLine] {
        guard !text.isEmpty else { return [] }
        let lines = text.count { $0 == StateFormat.newline }
        if let decoded = try? JSONDecoder().decode([StateLine].self, from: array(of: text)),
            decoded.count == lines
        {
            return decoded
        }
        return try decodeEach(text)
    }

    private static func array(of text: Data) -> Data {
        var array = Data(capacity: text.count + 1)
        array.append(UInt8(ascii: "["))
        array.append(text.dropLast())
        array.withUnsafeMutableBytes { bytes in
            for index in bytes.indices where bytes[index] == StateFormat.newline {
                bytes[index] = UInt8(ascii: ",")
            }
        }
        array.append(UInt8(ascii: "]"))
        return array
    }

    private static func decodeEach(_ text: Data) throws(StateProblem) -> [StateLine] {
        let decoder = JSONDecoder()
        var decoded: [StateLine] = []
        for line in text.dropLast().split(separator: StateFormat.newline, omittingEmptySubsequences: false) {
            if decoded.isEmpty { try checkFormat(line) }
            guard let line = try? decoder.decode(StateLine.self, from: line) else {
                throw decoded.isEmpty ? .noHeader : .badLine(decoded.count + 1)
            }
            decoded.append(line)
        }
        return decoded
    }

    /// A newer format may have fields that do not decode: its number is read alone, and first.
    private static func checkFormat(_ line: Data) throws(StateProblem) {
        struct Format: Decodable { let format: Int }
        guard let found = try? JSONDecoder().decode(Format.self, from: line) else { throw .noHeader }
        guard found.format == StateFormat.version else { throw .otherFormat(found.format) }
    }
}
