import FoundationEssentials

/// The state file while an apply writes it: each record is on the disk before `append` returns, and `state` is
/// always what the file replays to. Whoever makes one holds the `StateLock`.
package actor StateJournal {
    package private(set) var state: State
    private let path: String
    private let file: File

    private init(state: State, path: String, file: consuming File) {
        self.state = state
        self.path = path
        self.file = file
    }

    /// Opens the file for appending. A missing one is begun with `header`; a torn last line is cut off; many
    /// superseded lines are compacted away first.
    package static func open(_ path: String, header: StateHeader) throws(StateError) -> StateJournal {
        let path = File.resolved(path)
        let replayed = try StateFile.load(path)
        try StateFile.check(replayed.state, path: path, instance: header.instance)
        let state = replayed.state ?? State(header: header)
        do {
            if replayed.state == nil || isWorthCompacting(replayed) {
                try File.replace(path, with: try StateFormat.text(of: state))
            }
            let file = try File(path, .append)
            if replayed.isTorn, replayed.state != nil, !isWorthCompacting(replayed) {
                try file.cut(toBytes: replayed.wholeBytes)
            }
            try file.restrictToOwner()
            return StateJournal(state: state, path: path, file: file)
        } catch {
            throw StateError(error)
        }
    }

    /// A quarter of superseded lines and at least 32: rewriting is then cheaper than reading them again and again.
    private static func isWorthCompacting(_ replayed: StateFormat.Replayed) -> Bool {
        guard let state = replayed.state else { return false }
        let superseded = replayed.records - state.recordCount
        return superseded >= 32 && superseded * 4 >= replayed.records
    }

    /// Records what Omni confirmed, or an intent, and returns when the disk has it.
    package func append(_ records: [StateRecord]) throws(StateError) {
        guard !records.isEmpty else { return }
        do {
            var text = Data()
            for record in records { text.append(try StateFormat.line(record)) }
            try file.write(text)
            try file.flush()
        } catch {
            throw StateError(error)
        }
        for record in records { state.replay(record) }
    }
}

extension StateError {
    fileprivate init(_ error: any Error) {
        self =
            switch error {
            case let error as StateError: error
            case let error as FileError: .file(error)
            default: .encoding(String(describing: error))
            }
    }
}
