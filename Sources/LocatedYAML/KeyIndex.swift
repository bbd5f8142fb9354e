/// Finds a key among a mapping's entries: by looking at each while they are few, from then on by hashing,
/// so that small mappings allocate nothing and large ones stay linear.
struct KeyIndex {
    private static let scanned = 12
    private var positions: [String: Int] = [:]

    /// Takes a key for the entry that is about to follow the others; or, if one of these has it, gives the
    /// position of that one.
    mutating func take(_ key: String, after entries: [Entry]) -> Int? {
        if entries.count <= Self.scanned {
            return entries.firstIndex { $0.key.text == key }
        }
        if positions.isEmpty { index(entries) }
        let position = Self.read(&positions[key, default: entries.count])
        return position == entries.count ? nil : position
    }

    private mutating func index(_ entries: [Entry]) {
        positions.reserveCapacity(entries.count * 2)
        for (position, entry) in entries.enumerated() {
            positions[entry.key.text] = position
        }
    }

    /// Reading a place for writing keeps the default there: one hash finds and adds.
    private static func read(_ position: inout Int) -> Int { position }
}
