import DurableFiles
import Planning
import StateStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder on a disk that keeps for certain only what was flushed. What was not may be lost with the power in whole
/// or in part, and so may a rename as long as the folder is not flushed.
final class SimulatedDisk: FileSystem, @unchecked Sendable {
    enum Change {
        case write([UInt8])
        case cut(Int)

        /// Whether it is the note of a write that is about to be sent, which need not outlive a power cut.
        var isNote: Bool {
            guard case .write(let text) = self else { return false }
            return String(decoding: text, as: UTF8.self).contains("\"record\":\"write\"")
        }
    }

    struct Node {
        var content: [UInt8] = []
        /// What a power cut leaves, before as many of the pending changes as had reached the disk.
        var durable: [UInt8] = []
        var pending: [Change] = []
    }

    let world: SimulatedWorld
    var nodes: [Node] = []
    private(set) var names: [String: Int] = [:]
    private var durableNames: [String: Int] = [:]
    /// The names after each change that the folder's flush has not confirmed.
    private var pendingNames: [[String: Int]] = []
    private var lastRead: (content: [UInt8], state: State?) = ([], nil)

    init(_ world: SimulatedWorld) {
        self.world = world
    }

    /// Puts a file there as if it had always been.
    func place(_ path: String, _ content: [UInt8]) {
        nodes.append(Node(content: content, durable: content))
        names[path] = nodes.count - 1
        durableNames = names
    }

    func content(_ path: String) -> [UInt8]? { names[path].map { nodes[$0].content } }

    /// What a state file says, read again only when it has changed.
    func state(_ path: String) throws -> State? {
        let content = content(path) ?? []
        if content != lastRead.content { lastRead = (content, try StateFormat.replay(content).state) }
        return lastRead.state
    }

    func isNode(_ node: Int, at path: String) -> Bool { names[path] == node }

    /// Whether a power cut at this moment would leave the file as it is, notes apart.
    func isDurable(_ path: String) -> Bool {
        let node = names[path]
        return durableNames[path] == node && pendingNames.allSatisfy { $0[path] == node }
            && (node.map { nodes[$0].pending.allSatisfy(\.isNote) } ?? true)
    }

    func open(_ path: String, _ mode: File.Mode) throws(FileError) -> any OpenFile {
        try check(.open, path, fault: .failedOpen, number: EACCES, chance: mode == .read ? 0 : 1)
        if let node = names[path] {
            if mode == .new { throw FileError(.open, path, number: EEXIST) }
            return SimulatedFile(disk: self, path: path, node: node)
        }
        guard mode != .read else { throw FileError(.open, path, number: ENOENT) }
        nodes.append(Node())
        rename { $0[path] = self.nodes.count - 1 }
        return SimulatedFile(disk: self, path: path, node: nodes.count - 1)
    }

    func rename(_ path: String, to target: String) throws(FileError) {
        try check(.rename, path, fault: .failedRename, number: EIO, chance: 5)
        guard let node = names[path] else { throw FileError(.rename, path, number: ENOENT) }
        rename {
            $0[path] = nil
            $0[target] = node
        }
        guard world.live() else { throw FileError(.rename, path, number: EIO) }
    }

    func remove(_ path: String) throws(FileError) {
        guard world.live(), names[path] != nil else { throw FileError(.remove, path, number: ENOENT) }
        rename { $0[path] = nil }
    }

    func flushFolder(of path: String) throws(FileError) {
        try check(.flush, ".", fault: .failedFlush, number: EIO, chance: 2)
        durableNames = names
        pendingNames = []
    }

    private func rename(_ body: (inout [String: Int]) -> Void) {
        body(&names)
        pendingNames.append(names)
    }

    func change(_ node: Int, _ change: Change) {
        nodes[node].content.apply(change)
        nodes[node].pending.append(change)
    }

    /// A moment at which the process may die, and the operation fail.
    func check(
        _ operation: FileError.Operation,
        _ path: String,
        fault: SimulatedFault,
        number: Int32,
        chance: Int
    ) throws(FileError) {
        guard world.live() else { throw FileError(operation, path, number: EIO) }
        guard world.danger > 0, world.happens(chance) else { return }
        world.strike(fault)
        throw FileError(operation, path, number: number)
    }
}

extension SimulatedDisk {
    /// The power goes and comes back.
    func cutPower() {
        world.strike(.powerCut)
        for index in nodes.indices where !nodes[index].pending.isEmpty { losePart(of: index) }
        if !pendingNames.isEmpty {
            let kept = world.number(pendingNames.count + 1)
            if kept < pendingNames.count { world.strike(.lostRename) }
            if kept > 0 { durableNames = pendingNames[kept - 1] }
        }
        names = durableNames
        pendingNames = []
    }

    private func losePart(of index: Int) {
        var content = nodes[index].durable
        let kept = world.number(nodes[index].pending.count + 1)
        for change in nodes[index].pending.prefix(kept) { content.apply(change) }
        if kept < nodes[index].pending.count {
            world.strike(.lostUnflushed)
            if case .write(let bytes) = nodes[index].pending[kept], world.happens(50) {
                world.strike(.tornLine)
                content += bytes.prefix(world.number(bytes.count))
                // Some file systems lengthen a file before they fill it.
                if world.happens(20) { content += [UInt8](repeating: 0, count: 16) }
            }
        }
        nodes[index] = Node(content: content, durable: content)
    }
}

extension [UInt8] {
    fileprivate mutating func apply(_ change: SimulatedDisk.Change) {
        switch change {
        case .write(let bytes): self += bytes
        case .cut(let length): self = Array(prefix(length))
        }
    }
}

/// An open file of a simulated disk; writes go to the end.
private final class SimulatedFile: OpenFile {
    private let disk: SimulatedDisk
    private let path: String
    private let node: Int

    init(disk: SimulatedDisk, path: String, node: Int) {
        self.disk = disk
        self.path = path
        self.node = node
    }

    func readAll() throws(FileError) -> [UInt8] { disk.nodes[node].content }

    func write(_ bytes: [UInt8]) throws(FileError) {
        do {
            try disk.check(.write, path, fault: .fullOnWrite, number: ENOSPC, chance: 2)
        } catch {
            // What fitted, or had been written when the process died.
            disk.change(node, .write(Array(bytes.prefix(disk.world.number(bytes.count + 1)))))
            throw error
        }
        disk.change(node, .write(bytes))
        guard disk.world.live() else { throw FileError(.write, path, number: EIO) }
    }

    func flush() throws(FileError) {
        try disk.check(.flush, path, fault: .failedFlush, number: EIO, chance: 2)
        disk.nodes[node].durable = disk.nodes[node].content
        disk.nodes[node].pending = []
        guard disk.world.live() else { throw FileError(.flush, path, number: EIO) }
    }

    func cut(toBytes length: Int) throws(FileError) {
        guard disk.world.live() else { throw FileError(.resize, path, number: EIO) }
        disk.change(node, .cut(length))
    }

    func takeAccess(of path: String) throws(FileError) {}

    func tryLock() throws(FileError) -> Bool { true }

    func isFile(at path: String) throws(FileError) -> Bool { disk.isNode(node, at: path) }
}
