import JSONText
package import StateStore

/// The one JSON object in which stores of Terraform's HTTP protocol keep a state: they want a serial at the top, and
/// version 1000 keeps Terraform from taking it for a state of its own.
package enum StateEnvelope {
    static let version = 1000
    private static let newline = UInt8(ascii: "\n")

    /// The object that the store keeps. It has the state's lines as they are, so that `lines(of:)` gives them back.
    package static func text(of content: StoredState) -> [UInt8] {
        let records = content.text.split(separator: newline).joined(separator: [UInt8(ascii: ",")])
        let head = JSONValue.object([
            "version": .number(version), "serial": .number(content.serial),
            "lineage": .string(content.lineage),
        ])
        return head.bytes.dropLast() + Array(",\"omnienv\":[".utf8) + records + Array("]}".utf8)
    }

    /// The lines of the state.
    ///
    /// - Throws: `foreign` for whatever omnienv has not written.
    package static func lines(of text: [UInt8]) throws(StoreError) -> [UInt8] {
        var reader = JSONReader(text)
        var lines: [UInt8]?
        var version: String?
        do throws(JSONProblem) {
            try reader.object { name, reader throws(JSONProblem) in
                switch name {
                case "version": version = try reader.text()
                case "omnienv": lines = try Self.records(&reader)
                default: try reader.skip()
                }
            }
            try reader.end()
        } catch {
            throw .foreign("it is no JSON object")
        }
        guard version == String(Self.version), let lines else {
            throw .foreign(version == "4" ? "it is a state of Terraform" : "it has no omnienv records")
        }
        return lines
    }

    /// Each element in a line of its own, however the store has laid the text out.
    private static func records(_ reader: inout JSONReader) throws(JSONProblem) -> [UInt8]? {
        var lines: [UInt8] = []
        let isArray = try reader.array { reader throws(JSONProblem) in
            lines += try reader.raw().filter { $0 != newline && $0 != UInt8(ascii: "\r") }
            lines.append(newline)
        }
        return isArray ? lines : nil
    }
}
