package import DurableFiles
package import Planning

/// The state file while an apply writes it: each record is on the disk before `append` returns. Whoever makes one
/// holds the `StateLock`. After a failure nothing more is written: what could not be is kept in `unwritten`.
package actor StateJournal {
    package nonisolated let path: String
    /// What Omni confirmed so far, `unwritten` included.
    package private(set) var state: State
    /// What Omni has and the file does not say.
    package private(set) var unwritten: [StateRecord] = []
    /// Where a power cut may still take away the name of a new or compacted file.
    package nonisolated let unflushedFolder: String?
    private var fileFailure: StateError?
    /// Carries the records to a shared store, and why it does not any more.
    private var store: (name: String, writeBack: WriteBack)?
    private var storeFailure: StateError?
    private let file: any OpenFile
    /// Bytes that were written whole.
    private var wholeBytes: Int
    /// Whether this journal has given the state its next serial.
    private var hasOwnSerial = false
    /// Whether the present serial has gone to a shared store.
    private var hasStoredSerial = false

    private init(
        _ path: String,
        _ state: State,
        _ file: any OpenFile,
        wholeBytes: Int,
        unflushedFolder: String?
    ) {
        self.path = path
        self.state = state
        self.file = file
        self.wholeBytes = wholeBytes
        self.unflushedFolder = unflushedFolder
    }

    /// Opens the file that `replayed` was read from for appending. A missing one is begun with `header`; a torn last
    /// line is cut off, and one without its line break gets it; many superseded lines are compacted away first, and one of
    /// an older format is brought forward.
    ///
    /// - Throws: `replaced` when the file says something else by now.
    package static func open(
        _ path: String,
        replayed: StateFormat.Replayed,
        header: @autoclosure () -> StateHeader,
        in files: some FileSystem = SystemFiles()
    ) throws(StateError) -> StateJournal {
        let state = replayed.state ?? State(header: header())
        let journal: StateJournal?
        do {
            let rewrites = replayed.state == nil || replayed.isOfOlderFormat || replayed.isWorthCompacting
            journal =
                rewrites
                ? try rewriting(path, replayed, as: state, in: files)
                : try continuing(path, replayed, as: state, in: files)
        } catch {
            throw .unwritable(path: path, error)
        }
        guard let journal else { throw .replaced(path: path) }
        return journal
    }

    /// `nil` when the file is not what was read.
    private static func rewriting(
        _ path: String,
        _ replayed: StateFormat.Replayed,
        as state: State,
        in files: some FileSystem
    ) throws(FileError) -> StateJournal? {
        guard try content(path, in: files) == replayed.text else { return nil }
        let text = StateFormat.text(of: state)
        let unflushed = try files.replace(path, with: text, keepsAccess: true)
        let file = try files.open(path, .append)
        return StateJournal(path, state, file, wholeBytes: text.count, unflushedFolder: unflushed)
    }

    /// That of a missing file is empty.
    private static func content(_ path: String, in files: some FileSystem) throws(FileError) -> [UInt8] {
        do { return try files.open(path, .read).readAll() } catch  where error.isMissing { return [] }
    }

    /// `nil` when the file is not what was read.
    private static func continuing(
        _ path: String,
        _ replayed: StateFormat.Replayed,
        as state: State,
        in files: some FileSystem
    ) throws(FileError) -> StateJournal? {
        let file = try files.open(path, .append)
        guard try file.readAll() == replayed.text else { return nil }
        if replayed.isTorn { try file.cut(toBytes: replayed.wholeBytes) }
        if replayed.lacksBreak { try file.write([StateFormat.newline]) }
        // A run that was killed may have left lines, or the file's name after a compaction, for a power cut to undo.
        try file.flush()
        return StateJournal(
            path,
            state,
            file,
            wholeBytes: replayed.wholeBytes + (replayed.lacksBreak ? 1 : 0),
            unflushedFolder: try files.flushFolderIfPossible(of: path)
        )
    }

    /// Why nothing more is recorded, so that nothing more may be sent. The path is compared with the open file whenever
    /// this is asked: what was removed or replaced takes no record that anybody would find.
    package var failure: StateError? { currentFileFailure ?? storeFailure }

    private var currentFileFailure: StateError? {
        if fileFailure == nil {
            do {
                if try !file.isFile(at: path) { fileFailure = .replaced(path: path) }
            } catch {
                fileFailure = .file(error)
            }
        }
        return fileFailure
    }

    /// From now on a shared store has to know what is recorded before a run goes on.
    package func follow(with writeBack: WriteBack, called name: String) { store = (name, writeBack) }

    /// The whole text for a shared store, and the state that it says. Each writing has a serial of its own: a store may refuse
    /// one that it has seen.
    ///
    /// - Throws: a `StateError` or a `FileError`.
    func content(in files: some FileSystem) throws -> (StoredState, State) {
        if hasStoredSerial { try write([.serial(state.serial + 1)], flushes: false) }
        hasStoredSerial = true
        let text = try files.open(path, .read).readAll()
        return (StoredState(text: text, serial: state.serial, lineage: state.header.lineage), state)
    }

    /// Records what Omni confirmed, or an intent, and returns when the disk has it. The first records of a journal go
    /// with the state's next serial.
    ///
    /// - Throws: why the file, or the shared store, does not take them. What Omni confirmed is in `unwritten` then, and nothing
    ///   more may be sent.
    package func append(_ records: [StateRecord]) async throws(StateError) {
        guard !records.isEmpty else { return }
        let serial: [StateRecord] = hasOwnSerial ? [] : [.serial(state.serial + 1)]
        hasOwnSerial = true
        try write(serial + records, flushes: true)
        try await tellStore { writeBack, journal async throws(StoreError) in
            try await writeBack.follow(records, of: journal)
        }
    }

    /// Records a write that is about to be sent. It outlives the process, and not a power cut.
    ///
    /// - Parameter begins: whether the lock of a shared store has to be this run's still. What closes a window waits for no
    ///   store.
    /// - Throws: why that is not written, or that the lock is not held any more; the write must not be sent then.
    package func note(_ write: NotedWrite, begins: Bool) async throws(StateError) {
        try self.write([.write(write)], flushes: false)
        guard begins else { return }
        try await tellStore { writeBack, journal async throws(StoreError) in
            try await writeBack.begin(journal)
        }
    }

    /// Passes records on to the shared store, if there is one. After its first failure that one is thrown again, and the store
    /// is not asked any more.
    private func tellStore(
        _ body: (WriteBack, StateJournal) async throws(StoreError) -> Void
    ) async throws(StateError) {
        if let storeFailure { throw storeFailure }
        guard let store else { return }
        do {
            try await body(store.writeBack, self)
        } catch {
            let failure = storeFailure ?? .store(name: store.name, error)
            storeFailure = failure
            throw failure
        }
    }

    private func write(_ records: [StateRecord], flushes: Bool) throws(StateError) {
        if currentFileFailure == nil {
            do { try write(StateFormat.lines(records), flushes: flushes) } catch {
                fileFailure = .file(error)
            }
        }
        if let fileFailure {
            keep(records)
            throw fileFailure
        }
        for record in records { state.replay(record) }
    }

    private func write(_ text: [UInt8], flushes: Bool) throws(FileError) {
        do {
            try file.write(text)
            if flushes { try file.flush() }
            wholeBytes += text.count
        } catch {
            // A half-written intent would stand for a create that is never asked for. If even this fails, the next
            // run cuts a torn line off by itself.
            try? file.cut(toBytes: wholeBytes)
            throw error
        }
    }

    /// What could not be announced is not sent: Omni does not have it.
    private func keep(_ records: [StateRecord]) {
        let lasting = records.filter { !$0.isAnnouncement }
        for record in lasting { state.replay(record) }
        unwritten += lasting.filter(\.isAboutOmni)
    }
}

extension StateRecord {
    /// Whether it says what is about to be sent.
    fileprivate var isAnnouncement: Bool {
        switch self {
        case .intent, .write: true
        default: false
        }
    }

    /// Whether the next run would miss it.
    fileprivate var isAboutOmni: Bool {
        switch self {
        case .serial, .run, .writeDropped, .unmanaged, .unmanagedGone: false
        default: true
        }
    }
}

extension StateFormat.Replayed {
    fileprivate var isOfOlderFormat: Bool { format < StateFormat.version }

    /// A quarter of superseded lines and at least 32: rewriting is then cheaper than reading them again and again.
    fileprivate var isWorthCompacting: Bool {
        guard let state else { return false }
        let superseded = records - state.recordCount
        return superseded >= 32 && superseded * 4 >= records
    }
}
