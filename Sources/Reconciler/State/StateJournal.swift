import FoundationEssentials

/// The state file while an apply writes it: each record is on the disk before `append` returns. Whoever makes one
/// holds the `StateLock`. After a failure nothing more is written: what could not be is kept in `unwritten`.
package actor StateJournal {
    /// What Omni confirmed so far, `unwritten` included.
    package private(set) var state: State
    package private(set) var failure: StateError?
    /// What Omni has and the file does not say.
    package private(set) var unwritten: [StateRecord] = []
    private let file: File

    private init(state: State, file: consuming File) {
        self.state = state
        self.file = file
    }

    /// Opens the file that `replayed` was read from for appending. A missing one is begun with `header`; a torn last
    /// line is cut off; many superseded lines are compacted away first.
    package static func open(
        _ path: String,
        replayed: StateFormat.Replayed,
        header: @autoclosure () -> StateHeader
    ) throws(StateError) -> StateJournal {
        let path = File.resolved(path)
        let state = replayed.state ?? State(header: header())
        do {
            return StateJournal(state: state, file: try ready(path, replayed, state))
        } catch {
            throw StateError(error)
        }
    }

    private static func ready(_ path: String, _ replayed: StateFormat.Replayed, _ state: State) throws -> File
    {
        if replayed.state == nil || replayed.isWorthCompacting {
            try File.replace(path, with: StateFormat.text(of: state))
            return try File(path, .append)
        }
        let file = try File(path, .append)
        try file.restrictToOwner()
        if replayed.isTorn { try file.cut(toBytes: replayed.wholeBytes) }
        return file
    }

    /// Records what Omni confirmed, or an intent, and returns when the disk has it.
    package func append(_ records: [StateRecord]) throws(StateError) {
        guard !records.isEmpty else { return }
        for record in records { state.replay(record) }
        do {
            if let failure { throw failure }
            var text = Data()
            for record in records { text.append(StateFormat.line(record)) }
            try file.write(text)
            try file.flush()
        } catch {
            let error = StateError(error)
            failure = error
            unwritten += records
            throw error
        }
    }
}

extension StateFormat.Replayed {
    /// A quarter of superseded lines and at least 32: rewriting is then cheaper than reading them again and again.
    fileprivate var isWorthCompacting: Bool {
        guard let state else { return false }
        let superseded = records - state.recordCount
        return superseded >= 32 && superseded * 4 >= records
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
