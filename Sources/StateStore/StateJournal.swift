package import DurableFiles
package import Planning

/// The state file while an apply writes it: each record is on the disk before `append` returns. Whoever makes one
/// holds the `StateLock`. After a failure nothing more is written: what could not be is kept in `unwritten`.
package actor StateJournal {
    package nonisolated let path: String
    /// What Omni confirmed so far, `unwritten` included.
    package private(set) var state: State
    package private(set) var failure: StateError?
    /// What Omni has and the file does not say.
    package private(set) var unwritten: [StateRecord] = []
    private let file: any OpenFile
    /// Bytes that are on the disk for certain.
    private var flushedBytes: Int

    private init(_ path: String, _ state: State, file: any OpenFile, bytes: Int) {
        self.path = path
        self.state = state
        self.file = file
        flushedBytes = bytes
    }

    /// Opens the file that `replayed` was read from for appending. A missing one is begun with `header`; a torn last
    /// line is cut off; many superseded lines are compacted away first.
    package static func open(
        _ path: String,
        replayed: StateFormat.Replayed,
        header: @autoclosure () -> StateHeader,
        in files: some FileSystem = SystemFiles()
    ) throws(StateError) -> StateJournal {
        let state = replayed.state ?? State(header: header())
        do {
            guard replayed.state == nil || replayed.isWorthCompacting else {
                let file = try continued(path, replayed, in: files)
                return StateJournal(path, state, file: file, bytes: replayed.wholeBytes)
            }
            let text = StateFormat.text(of: state)
            try files.replace(path, with: text, keepsAccess: true)
            return StateJournal(path, state, file: try files.open(path, .append), bytes: text.count)
        } catch {
            throw .unwritable(path: path, error)
        }
    }

    private static func continued(
        _ path: String,
        _ replayed: StateFormat.Replayed,
        in files: some FileSystem
    ) throws(FileError) -> any OpenFile {
        let file = try files.open(path, .append)
        if replayed.isTorn { try file.cut(toBytes: replayed.wholeBytes) }
        // A run that was killed may have left lines, or the file's name after a compaction, for a power cut to undo.
        try file.flush()
        try files.flushFolder(of: path)
        return file
    }

    /// Records what Omni confirmed, or an intent, and returns when the disk has it.
    package func append(_ records: [StateRecord]) throws(StateError) {
        guard !records.isEmpty else { return }
        if failure == nil {
            do { try write(records) } catch { failure = .file(error) }
        }
        if let failure {
            keep(records)
            throw failure
        }
        for record in records { state.replay(record) }
    }

    private func write(_ records: [StateRecord]) throws(FileError) {
        let text = StateFormat.lines(records)
        do {
            try file.write(text)
            try file.flush()
            flushedBytes += text.count
        } catch {
            // A half-written intent would stand for a create that is never asked for. If even this fails, the next
            // run cuts a torn line off by itself.
            try? file.cut(toBytes: flushedBytes)
            throw error
        }
    }

    /// An intent that could not be written keeps its create from being sent: Omni does not have it.
    private func keep(_ records: [StateRecord]) {
        let confirmed = records.filter { !$0.isIntent }
        for record in confirmed { state.replay(record) }
        unwritten += confirmed
    }
}

extension StateRecord {
    fileprivate var isIntent: Bool {
        if case .intent = self { true } else { false }
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
