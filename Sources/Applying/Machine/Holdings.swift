import OmniModel
import Planning

/// What every holder of one base has now, and what follows from it: which values are on their way.
///
/// A value is on its way when an environment had it before the run, one is wanted to have it after, and none has it for
/// certain. Its users may read the base connection's data meanwhile. That is all that is asked when something fails:
/// what is rolled back, how, and what the report says follow from here.
struct Holdings {
    private var all: [Destination: Holding] = [:]
    /// The holders about which there is any doubt; few at a time.
    private var doubtful: Set<Destination> = []
    /// Where a value was before, of those that have an environment before and after.
    private var source: [AttributeValue: ConnectionID] = [:]
    private var destination: [AttributeValue: ConnectionID] = [:]
    /// How many environments have a value for certain, of those values.
    private var sure: [AttributeValue: Int] = [:]
    /// The values on their way.
    private(set) var open: Set<AttributeValue> = []
    /// Values that somebody has who is no holder of this run, or whose environment somebody else has changed: they are
    /// not this run's to bring back.
    private(set) var taken: Set<AttributeValue> = []
    /// Whether a list at the end of all writes has shown it all.
    private(set) var isSettled = false

    init(_ plan: BasePlan) {
        for holder in plan.holders {
            all[holder.place] = Holding(holder.place, Content(holder.values), id: nil)
        }
        for target in plan.steps.flatMap(\.targets) {
            let place = Destination.environment(target.key.connection)
            all[place, default: Holding(place, .absent, id: nil)].id = target.id
        }
        if all[.base] == nil { all[.base] = Holding(.base, Content([]), id: nil) }
        follow(plan)
    }

    private mutating func follow(_ plan: BasePlan) {
        let isRouted = !plan.changes.contains {
            if case .setAttribute(from: .none, _, _) = $0 { true } else { false }
        }
        guard isRouted else { return }
        var table = RoutingTable<ConnectionID>(hasAttribute: true)
        for holder in plan.holders {
            if let connection = holder.place.connection { table.add(holder.values, to: connection) }
        }
        let before = table
        for step in plan.steps { table.carryOut(step) }
        guard table.hasAttribute else { return }
        for value in before.values {
            guard let from = before.environment(of: value), let to = table.environment(of: value) else {
                continue
            }
            (source[value], destination[value], sure[value]) = (from, to, 1)
        }
    }

    subscript(place: Destination) -> Holding { all[place] ?? Holding(place, .absent, id: nil) }

    func source(of value: AttributeValue) -> Destination? {
        source[value].map(Destination.environment)
    }
    func destination(of value: AttributeValue) -> Destination? {
        destination[value].map(Destination.environment)
    }

    var places: Dictionary<Destination, Holding>.Keys { all.keys }

    /// The values that had an environment before, are wanted to have one after, and may have none now.
    var unrouted: Set<AttributeValue> {
        guard !isSettled else { return open }
        let endangered = doubtful.filter { $0 != .base }.flatMap { self[$0].endangeredValues }
        return open.union(endangered.filter { sure[$0] != nil }).union(taken.filter { sure[$0] == 0 })
    }

    /// Whether nobody has the value, whatever turns out to be the truth.
    func isHeldByNobody(_ value: AttributeValue) -> Bool {
        !taken.contains(value) && !all.contains { $0.value.place != .base && $0.value.mayHold(value) }
    }

    /// Changes one holder, and keeps account of the values on their way.
    mutating func change(_ place: Destination, _ body: (inout Holding) -> Void) {
        var holding = self[place]
        let before = holding.certainValues
        body(&holding)
        let after = holding.certainValues
        all[place] = holding
        if holding.isCertain { doubtful.remove(place) } else { doubtful.insert(place) }
        guard place != .base else { return }
        count(before.subtracting(after), -1)
        count(after.subtracting(before), 1)
    }

    private mutating func count(_ values: Set<AttributeValue>, _ change: Int) {
        for value in values {
            guard let number = sure[value] else { continue }
            sure[value] = number + change
            update(value)
        }
    }

    private mutating func update(_ value: AttributeValue) {
        if sure[value] ?? 1 > 0 || taken.contains(value) { open.remove(value) } else { open.insert(value) }
    }
}

// MARK: - What an answer says about others
extension Holdings {
    /// A write was confirmed: no other holder has these values.
    mutating func confirm(_ content: Content, of place: Destination) {
        change(place) { $0.confirm(content) }
        for other in doubtful where other != place {
            for value in content.set where self[other].mayHold(value) {
                change(other) { $0.exclude(value) }
            }
        }
        for value in content.set where taken.contains(value) { release(value) }
    }

    /// Omni refused to give the value to `place`, because somebody has it: the one holder that may, or else a stranger.
    mutating func value(_ value: AttributeValue, isInUseBesides place: Destination) {
        let others = all.values.filter { $0.place != place && $0.mayHold(value) }
        guard others.isEmpty else {
            if others.count == 1, let holder = others.first { change(holder.place) { $0.mustHold(value) } }
            return
        }
        taken.insert(value)
        update(value)
    }

    /// A list shows that somebody else has changed a holder: whatever that has set free is that one's doing.
    mutating func change(_ place: Destination, fromOutsideTo content: Content) {
        let before = open
        change(place) { $0.markForeign(content) }
        taken.formUnion(open.subtracting(before))
        open.formIntersection(before)
    }

    private mutating func release(_ value: AttributeValue) {
        taken.remove(value)
        update(value)
    }

    /// A list at the end of all writes says who has what; strangers too.
    mutating func settle(by listed: [ConnectionID: [AttributeValue]]) {
        for place in all.keys {
            guard let connection = place.connection else { continue }
            let content = Content(listed[connection])
            change(place) { $0.settle(content) }
        }
        let strangers = listed.filter { all[.environment($0.key)] == nil }
        taken = Set(strangers.values.joined())
        isSettled = true
        for value in source.keys { update(value) }
    }
}

extension Destination {
    /// `nil` for the base.
    var connection: ConnectionID? {
        if case .environment(let connection) = self { connection } else { nil }
    }
}

extension Step {
    /// The environments that it is about.
    var targets: [EnvironmentTarget] {
        switch self {
        case .attach(let targets): targets
        case .setValues(let target, _, _, _), .detach(let target, _): [target]
        case .setAttribute, .removeAttribute: []
        }
    }

    var isDetach: Bool { if case .detach = self { true } else { false } }

    /// Whom it writes to; `nil` for an attach, which gives values to nobody.
    var place: Destination? {
        switch self {
        case .attach: nil
        case .setValues(let target, _, _, _), .detach(let target, _): .environment(target.key.connection)
        case .setAttribute, .removeAttribute: .base
        }
    }

    /// What it leaves there.
    var content: Content {
        switch self {
        case .setValues(_, _, let to, _): Content(to)
        case .setAttribute(let attribute, _, _): Content(attribute.defaultValues)
        case .removeAttribute: Content([])
        case .attach, .detach: .absent
        }
    }
}

/// How long values were really on their way.
struct WindowClock: Sendable {
    private var opened: [AttributeValue: Duration] = [:]
    /// The windows that are over, in the order in which they ended.
    private(set) var closed: [(value: AttributeValue, length: Duration)] = []

    /// - Parameter open: the values on their way now.
    mutating func follow(_ open: Set<AttributeValue>, at now: Duration) {
        let over = opened.filter { !open.contains($0.key) }.sorted { $0.key < $1.key }
        for (value, start) in over {
            closed.append((value, now - start))
            opened[value] = nil
        }
        for value in open where opened[value] == nil { opened[value] = now }
    }
}
