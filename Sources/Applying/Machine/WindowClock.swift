import OmniModel

/// How long values were really on their way.
struct WindowClock: Sendable {
    private var opened: [ExactText: Duration] = [:]
    /// Those that are over, in the order in which they ended.
    private(set) var closed: [(value: ExactText, length: Duration)] = []

    /// - Parameter open: the values on their way now.
    mutating func follow(_ open: Set<ExactText>, at now: Duration) {
        let over = opened.filter { !open.contains($0.key) }.sorted { $0.key < $1.key }
        for (value, start) in over {
            closed.append((value, now - start))
            opened[value] = nil
        }
        for value in open where opened[value] == nil { opened[value] = now }
    }
}
