import OmniModel
import Planning

/// What a holder of values may have: a set of values, in which order and repetition mean nothing, or nothing at all
/// because it is not attached.
struct Content: Equatable {
    /// In the order in which they are sent; `nil` when it is not attached.
    let values: [AttributeValue]?
    let set: Set<AttributeValue>

    static let absent = Content(nil)

    init(_ values: [AttributeValue]?) {
        self.values = values
        set = Set((values ?? []))
    }

    static func == (first: Content, second: Content) -> Bool {
        (first.values == nil) == (second.values == nil) && first.set == second.set
    }

    func adding(_ more: [AttributeValue]) -> Content {
        Content(((values ?? []) + more).distinct)
    }

    func removing(_ value: AttributeValue) -> Content {
        Content(values?.filter { $0 != value })
    }
}

/// What one holder has now, as far as anybody can know: an environment, or the base with its default values.
struct Holding {
    let place: Destination
    /// What it may have now; the first is the likeliest. One of them is the truth unless somebody else
    /// writes too.
    private(set) var candidates: [Content]
    /// What was asked of it and never answered: it may come about even after something later was confirmed.
    private(set) var unanswered: [Content] = []
    /// What it has had, or may have had, since the plan was made: what a list that lags behind may show.
    private var history: [Content]
    /// What the state has been told last.
    private var recorded: Content
    /// Whether somebody else has changed it since.
    private(set) var isForeign = false
    /// `nil` where nobody knows it.
    var id: EnvironmentID?
    /// Whether this run attached it; Omni may not know it everywhere at once.
    private(set) var isNew = false

    init(_ place: Destination, _ content: Content, id: EnvironmentID?) {
        self.place = place
        candidates = [content]
        history = [content]
        recorded = content
        self.id = id
    }

    var known: Content { candidates.first ?? .absent }
    var isAttached: Bool { known.values != nil }

    /// Whether what it has is beyond doubt.
    var isCertain: Bool {
        candidates.count == 1 && unanswered.allSatisfy { $0 == known }
    }

    /// What this run has done there, as a list shows at the end, and the state does not say: the write was never answered.
    var unrecordedValues: [AttributeValue]? { isForeign || recorded == known ? nil : known.values }

    /// What a list shows that does not lag behind, unless what was written last did not come about.
    var writtenLast: Content { candidates.last ?? .absent }

    /// All that it may have, now or when a write that was never answered comes about.
    var possibilities: [Content] { candidates + unanswered.filter { !candidates.contains($0) } }

    /// What it has whichever candidate is the truth.
    var certainValues: Set<AttributeValue> {
        candidates.dropFirst().reduce(known.set) { $0.intersection($1.set) }
    }

    /// What it has, and would lose if a write that was never answered still came about.
    var endangeredValues: Set<AttributeValue> {
        unanswered.reduce(into: []) { $0.formUnion(certainValues.subtracting($1.set)) }
    }

    func mayHold(_ value: AttributeValue) -> Bool {
        candidates.contains { $0.set.contains(value) } || unanswered.contains { $0.set.contains(value) }
    }

    mutating func confirm(_ content: Content) {
        candidates = [content]
        // A detach is recorded when a list has confirmed it.
        if content.values != nil { recorded = content }
        remember(content)
    }

    mutating func attach(as id: EnvironmentID, with content: Content) {
        self.id = id
        isNew = true
        // Omni refuses a create that comes about after this one.
        unanswered = []
        confirm(content)
    }

    /// The write may have been carried out, or may still be.
    mutating func doubt(_ content: Content) {
        if !candidates.contains(content) { candidates.append(content) }
        if !unanswered.contains(content) { unanswered.append(content) }
        remember(content)
    }

    /// Omni does not know it any more.
    mutating func lose() {
        candidates = [.absent]
        unanswered = []
        remember(.absent)
    }

    /// Another holder has the value for certain, and Omni lets no two have it.
    mutating func exclude(_ value: AttributeValue) {
        let left = candidates.filter { !$0.set.contains(value) }
        candidates = left.isEmpty ? [known.removing(value)] : left
        unanswered.removeAll { $0.set.contains(value) }
    }

    /// Nobody else can have the value, and somebody does.
    mutating func mustHold(_ value: AttributeValue) {
        let left = candidates.filter { $0.set.contains(value) }
        if !left.isEmpty { candidates = left }
    }

    /// Whether a list that shows this shows nothing but this run's own work, perhaps of a moment ago.
    func explains(_ content: Content) -> Bool { history.contains(content) }

    /// A list shows it, at the end of all writes.
    mutating func settle(_ content: Content) {
        if !explains(content) { isForeign = true }
        candidates = [content]
        unanswered = []
    }

    mutating func markForeign(_ content: Content) {
        isForeign = true
        candidates = [content]
        unanswered = []
    }

    private mutating func remember(_ content: Content) {
        if !history.contains(content) { history.append(content) }
    }
}
