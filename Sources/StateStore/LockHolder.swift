import JSONText

/// Who holds a lock, as the lock file says.
package struct LockHolder: Sendable, Hashable, CustomStringConvertible {
    package let pid: Int32
    package let host: String
    package let user: String
    /// ISO 8601, UTC.
    package let start: String
    package let command: String

    package init(pid: Int32, host: String, user: String, start: String, command: String) {
        self.pid = pid
        self.host = host
        self.user = user
        self.start = start
        self.command = command
    }

    package var description: String { "process \(pid) of \(user) on \(host) (\(command), since \(start))" }
}

extension LockHolder {
    /// Reads what `line` gives.
    init(reading text: [UInt8]) throws(JSONProblem) {
        var (pid, texts): (Int32?, [String: String]) = (nil, [:])
        var reader = JSONReader(text)
        try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "pid": pid = try reader.text().flatMap { Int32($0) }
            default: texts[key] = try reader.string()
            }
        }
        guard let pid, let host = texts["host"], let user = texts["user"], let start = texts["start"],
            let command = texts["command"]
        else { throw .notJSON }
        self.init(pid: pid, host: host, user: user, start: start, command: command)
    }

    /// A JSON object with the line break.
    var line: [UInt8] {
        let object = JSONValue.object([
            "pid": .number(Int(pid)), "host": .string(host), "user": .string(user),
            "start": .string(start), "command": .string(command),
        ])
        return object.bytes + [StateFormat.newline]
    }
}
