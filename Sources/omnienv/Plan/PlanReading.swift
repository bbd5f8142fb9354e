import Manifest
import OmniModel
import Planning
import StateStore

extension ShownPlan {
    /// As the plan was shown when it was saved. Nothing is asked of anybody: what its file says is compared with itself,
    /// and with the digest.
    /// - Parameter rate: how many requests are sent in any 60 seconds, which no saved plan knows.
    init(_ sealed: SealedPlan, rate: Int, maxBytes: Int) throws(SavedPlanProblem) {
        let document: PlanDocument = try sealed.shown()
        let plan = try Plan(document)
        guard let digest = sealed.digest(of: plan), sealed.isWritten(showing: document),
            document.withoutPlaces == PlanDocument(plan, digest: digest, places: nil)
        else { throw .altered }
        self.init(plan: plan, rate: rate, digest: digest, maxBytes: maxBytes, source: .saved(document))
    }
}

extension PlanDocument {
    fileprivate var withoutPlaces: PlanDocument {
        var document = self
        for base in document.bases.indices {
            document.bases[base].changes.removePlaces()
            document.bases[base].routing.moves.removePlaces()
            document.bases[base].routing.fallbackWindows.removePlaces()
        }
        return document
    }
}

extension Array {
    fileprivate mutating func removePlaces<Content>() where Element == Placed<Content> {
        for index in indices { self[index].place = nil }
    }
}

extension Plan {
    /// The plan that a document shows, to be shown once more, and never to be carried out: it lacks what an apply starts
    /// from. A plan that a guard refuses is not saved.
    fileprivate init(_ document: PlanDocument) throws(SavedPlanProblem) {
        guard document.refusals.isEmpty else { throw .altered }
        self.init(
            instance: try PlanInstance(document.instance, document.instanceSource),
            basis: document.basis,
            lifted: try document.liftedGuards.map(LiftedGuard.init),
            bases: try document.bases.map(BasePlan.init),
            refusals: [],
            records: []
        )
    }
}

extension PlanInstance {
    fileprivate init(_ text: String?, _ source: Source?) throws(SavedPlanProblem) {
        guard let text, let source, let url = try? InstanceURL(text) else { throw .altered }
        self.init(url: url, source: source)
    }
}

extension LiftedGuard {
    fileprivate init(_ document: LiftedGuardDocument) throws(SavedPlanProblem) {
        switch (document.guard, document.count, document.values, document.base, document.address) {
        case (.prune, nil, nil, nil, nil): self = .prune
        case (.acceptEmpty, nil, nil, nil, nil): self = .emptyList
        case (.maxDetach, let limit?, nil, nil, nil): self = .massDetach(upTo: limit)
        case (.allowFallback, nil, let words?, nil, nil): self = .fallbacks(.init(words))
        case (.isolation, nil, nil, let base?, nil): self = .isolation(base: base)
        case (.protection, nil, nil, nil, let text?): self = .protection(try Address(reading: text))
        default: throw .altered
        }
    }
}

extension Address {
    fileprivate init(reading text: String?) throws(SavedPlanProblem) {
        guard let address = text.flatMap(Address.init) else { throw .altered }
        self = address
    }
}

extension BasePlan {
    fileprivate init(_ document: PlanDocument.Base) throws(SavedPlanProblem) {
        let base = ConnectionID(document.connection)
        let known = document.connections.map { (id: ConnectionID($0.connection), name: $0) }
        let names = known.compactMap { known in known.name.name.map { (known.id, $0) } }
        let labels = known.compactMap { known in known.name.label.map { (known.id, $0) } }
        self.init(
            label: document.label,
            connection: base,
            isolation: document.isolation,
            changes: try document.changes.map { change throws(SavedPlanProblem) in
                try Change(change.content, on: base)
            },
            steps: try document.requests.map { request throws(SavedPlanProblem) in
                try Step(request, on: base)
            },
            routing: try RoutingChange(document.routing, on: base),
            holders: [],
            labels: Dictionary(labels) { first, _ in first },
            names: Dictionary(names + (document.connectionName.map { [(base, $0)] } ?? [])) { $1 },
            ambiguous: Set(known.filter(\.name.ambiguous).map(\.id)),
            isExact: document.exact,
            allowedFallbacks: document.allowedFallbacks.map { .init(value: $0.value, file: 0, line: $0.line) }
        )
    }
}

extension RoutingChange {
    fileprivate init(_ document: RoutingDocument, on base: ConnectionID) throws(SavedPlanProblem) {
        let destination = { (text: String) -> Destination in
            ConnectionID(text) == base ? .base : .environment(ConnectionID(text))
        }
        let windows = document.fallbackWindows.map(\.content)
        guard windows.allSatisfy({ 1 <= $0.opens && $0.opens <= $0.closes }) else { throw .altered }
        self.init(
            moves: document.moves.map(\.content).map {
                RoutingMove(
                    value: $0.value,
                    from: destination($0.fromConnection),
                    to: destination($0.toConnection)
                )
            },
            windows: windows.map {
                FallbackWindow(
                    value: $0.value,
                    from: ConnectionID($0.fromConnection),
                    to: ConnectionID($0.toConnection),
                    opens: $0.opens - 1,
                    closes: $0.closes - 1
                )
            },
            lookup: document.lookup
        )
    }
}

extension EnvironmentTarget {
    fileprivate init(
        _ address: String?,
        _ connection: String?,
        _ id: String?,
        on base: ConnectionID,
        isProtected: Bool
    ) throws(SavedPlanProblem) {
        guard let connection else { throw .altered }
        self.init(
            address: try Address(reading: address),
            key: EnvironmentKey(base: base, connection: ConnectionID(connection)),
            id: id.map(EnvironmentID.init),
            isProtected: isProtected
        )
    }
}

extension EnvironmentUserAttribute {
    fileprivate init(_ name: String?, _ values: [AttributeValue]?) throws(SavedPlanProblem) {
        guard let name, let values else { throw .altered }
        self.init(name: name, defaultValues: values)
    }
}

extension Change {
    fileprivate init(_ document: ChangeDocument, on base: ConnectionID) throws(SavedPlanProblem) {
        let (before, after) = (document.before ?? [], document.after ?? [])
        let cause = document.cause ?? .pending
        switch document.action {
        case .attach: self = .attach(try document.target(on: base), values: after, cause)
        case .adopt: self = .adopt(try document.target(on: base), values: before)
        case .setValues: self = .setValues(try document.target(on: base), from: before, to: after, cause)
        case .detach: self = .detach(try document.target(on: base), values: before)
        case .setAttribute:
            self = .setAttribute(from: try document.liveAttribute, to: try document.newAttribute, cause)
        case .removeAttribute: self = .removeAttribute(try document.newAttribute)
        case .orphaned: self = .orphaned(try document.target(on: base), values: before)
        case .orphanedAttribute: self = .orphanedAttribute(try document.newAttribute)
        case .orphanedBase: self = .orphanedBase(document.address ?? "")
        case .protect: self = .protect(try document.target(on: base, isProtected: true))
        case .unprotect: self = .protect(try document.target(on: base))
        case .gone: self = .gone(try document.target(on: base))
        case .unmanaged:
            guard let connection = document.connection, let id = document.environment else { throw .altered }
            let key = EnvironmentKey(base: base, connection: ConnectionID(connection))
            self = .unmanaged(key, EnvironmentID(id), values: before)
        }
    }
}

extension ChangeDocument {
    fileprivate func target(on base: ConnectionID, isProtected: Bool = false) throws(SavedPlanProblem)
        -> EnvironmentTarget
    {
        try EnvironmentTarget(address, connection, environment, on: base, isProtected: isProtected)
    }

    fileprivate var newAttribute: EnvironmentUserAttribute {
        get throws(SavedPlanProblem) { try EnvironmentUserAttribute(attribute, defaultValues) }
    }

    fileprivate var liveAttribute: Connection.Attribute {
        get throws(SavedPlanProblem) {
            if first == true { return .none }
            guard attributeBefore != nil else { return .unreported }
            return .set(try EnvironmentUserAttribute(attributeBefore, defaultValuesBefore))
        }
    }
}

extension Step {
    fileprivate init(_ document: RequestDocument, on base: ConnectionID) throws(SavedPlanProblem) {
        let targets = try document.environments.map { target throws(SavedPlanProblem) in
            try EnvironmentTarget(
                target.address,
                target.connection,
                target.environment,
                on: base,
                isProtected: target.protected
            )
        }
        let (before, purpose) = (document.before ?? [], document.releases ? Purpose.release : .final)
        switch (document.method, targets.first) {
        case ("POST", _): self = .attach(targets)
        case ("PUT", let target?):
            self = .setValues(target, from: before, to: document.values ?? [], purpose: purpose)
        case ("DELETE", let target?): self = .detach(target, values: before)
        case ("PATCH", nil) where document.attribute == nil: self = .removeAttribute
        case ("PATCH", nil):
            let old = try document.attributeBefore.map { name throws(SavedPlanProblem) in
                try EnvironmentUserAttribute(name, document.before)
            }
            let new = try EnvironmentUserAttribute(document.attribute, document.values)
            self = .setAttribute(new, from: old, purpose: purpose)
        default: throw .altered
        }
    }
}
