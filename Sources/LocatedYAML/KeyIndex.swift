/// Finds a key, which is equal only byte for byte, among a mapping's entries: by looking at each while they are few, from then on by hashing,
/// so that small mappings allocate nothing and large ones stay linear.
struct KeyIndex {
    private static let scanned = 12
    private var positions: [ExactKey: Int] = [:]

    /// Takes a key for the entry that is about to follow the others; or, if one of these has it, gives the
    /// position of that one.
    mutating func take(_ key: String, after entries: [Entry]) -> Int? {
        if entries.count <= Self.scanned {
            return entries.firstIndex { ExactKey($0.key.text) == ExactKey(key) }
        }
        if positions.isEmpty { index(entries) }
        let position = Self.read(&positions[ExactKey(key), default: entries.count])
        return position == entries.count ? nil : position
    }

    private mutating func index(_ entries: [Entry]) {
        positions.reserveCapacity(entries.count * 2)
        for (position, entry) in entries.enumerated() {
            positions[ExactKey(entry.key.text)] = position
        }
    }

    /// Reading a place for writing keeps the default there: one hash finds and adds.
    private static func read(_ position: inout Int) -> Int { position }
}

/// Swift holds two Unicode forms of one text for equal; they are two keys.
private struct ExactKey: Hashable {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (first: Self, second: Self) -> Bool {
        first.text == second.text && first.text.utf8.elementsEqual(second.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
