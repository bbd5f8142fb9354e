import Diagnostics
import JSONText
import Manifest
import OmniModel
import Planning
import StateStore

extension ShownPlan {
    /// As the plan was shown when it was saved. Nothing is asked of anybody: what its file says is compared with itself,
    /// and with the digest.
    /// - Parameter rate: how many requests are sent in any 60 seconds, which no saved plan knows.
    init(_ sealed: SealedPlan, rate: Int, maxBytes: Int) throws(SavedPlanProblem) {
        let places = PartPlaces(saved: sealed.shown)
        guard let plan = Plan(saved: sealed.shown), plan.basesByDanger == plan.bases,
            let digest = sealed.digest(of: plan),
            sealed.isWritten(showing: plan.document(digest: digest, places: places))
        else { throw .altered }
        self.init(plan: plan, rate: rate, digest: digest, maxBytes: maxBytes) { places }
    }
}

extension JSONValue {
    fileprivate func text(_ name: String) -> String? { self[name]?.string }

    fileprivate func values(_ name: String) -> [AttributeValue] {
        (self[name]?.strings ?? []).map(AttributeValue.init)
    }

    /// The elements of a member; those that cannot be read are left out.
    fileprivate func elements<Element>(_ name: String, _ read: (JSONValue) -> Element?) -> [Element] {
        (self[name]?.array ?? []).compactMap(read)
    }
}

/// A plan that a document shows, to be shown once more, and never to be carried out: it lacks what an apply starts from.
/// What is read here need not be complete or right, since a plan that comes to another document is refused.
extension Plan {
    fileprivate init?(saved document: JSONValue) {
        guard let instance = PlanInstance(saved: document),
            let basis = document.text("basis").flatMap(Basis.init)
        else { return nil }
        self.init(
            instance: instance,
            basis: basis,
            lifted: document.elements("lifted_guards", LiftedGuard.init(saved:)),
            bases: document.elements("bases", BasePlan.init(saved:)),
            refusals: [],
            records: []
        )
    }
}

extension PlanInstance {
    fileprivate init?(saved document: JSONValue) {
        guard let url = document.text("instance").flatMap({ try? InstanceURL($0) }),
            let source = document.text("instance_source").flatMap(Source.init)
        else { return nil }
        self.init(url: url, source: source)
    }
}

extension LiftedGuard {
    fileprivate init?(saved document: JSONValue) {
        let lifted: LiftedGuard? =
            switch document.text("guard") {
            case "prune": .prune
            case "accept_empty": .emptyList
            case "max_detach": (document["count"]?.number).map { .massDetach(upTo: $0) }
            case "allow_fallback": (document["values"]?.strings).map { .fallbacks(.init($0)) }
            case "isolation": document.text("base").map { .isolation(base: $0) }
            case "protection": document.text("address").flatMap(Address.init).map { .protection($0) }
            default: nil
            }
        guard let lifted else { return nil }
        self = lifted
    }
}

extension BasePlan {
    fileprivate init?(saved document: JSONValue) {
        guard let label = document.text("label"), let connection = document.text("connection"),
            let isolation = document.text("isolation").flatMap(Isolation.init)
        else { return nil }
        let base = ConnectionID(connection)
        let known = document["connections"]?.array ?? []
        var names = known.texts("name")
        names[base] = document.text("connection_name") ?? names[base]
        self.init(
            label: label,
            connection: base,
            isolation: isolation,
            changes: document.elements("changes") { Change(saved: $0, on: base) },
            steps: document.elements("requests") { Step(saved: $0, on: base) },
            routing: RoutingChange(saved: document["routing"] ?? .null, on: base),
            holders: [],
            labels: known.texts("label"),
            names: names,
            ambiguous: Set(known.filter { $0["ambiguous"]?.boolean == true }.compactMap(\.connection)),
            isExact: document["exact"]?.boolean == true,
            allowedFallbacks: document.elements("allowed_fallbacks", AllowedFallback.init(saved:))
        )
    }
}

extension JSONValue {
    fileprivate var connection: ConnectionID? { text("connection").map(ConnectionID.init) }
}

extension [JSONValue] {
    /// A text of each connection that has one.
    fileprivate func texts(_ name: String) -> [ConnectionID: String] {
        reduce(into: [:]) { texts, known in
            if let connection = known.connection, let text = known.text(name) { texts[connection] = text }
        }
    }
}

extension AllowedFallback {
    fileprivate init?(saved document: JSONValue) {
        guard let value = document.text("value"), let line = document["line"]?.number else { return nil }
        self.init(value: AttributeValue(value), file: 0, line: line)
    }
}

extension RoutingChange {
    fileprivate init(saved document: JSONValue, on base: ConnectionID) {
        self.init(
            moves: document.elements("moves") { RoutingMove(saved: $0, on: base) },
            windows: document.elements("fallback_windows", FallbackWindow.init(saved:)),
            lookup: document["lookup"].map {
                LookupChange(from: $0.text("from"), to: $0.text("to"), values: $0.values("values"))
            }
        )
    }
}

extension RoutingMove {
    fileprivate init?(saved document: JSONValue, on base: ConnectionID) {
        func destination(_ name: String) -> Destination? {
            document.text(name).map(ConnectionID.init).map { $0 == base ? .base : .environment($0) }
        }
        guard let value = document.text("value"), let from = destination("from_connection"),
            let to = destination("to_connection")
        else { return nil }
        self.init(value: AttributeValue(value), from: from, to: to)
    }
}

extension FallbackWindow {
    fileprivate init?(saved document: JSONValue) {
        guard let value = document.text("value"), let from = document.text("from_connection"),
            let to = document.text("to_connection"), let opens = document["opens"]?.number,
            let closes = document["closes"]?.number, 1 <= opens, opens <= closes
        else { return nil }
        self.init(
            value: AttributeValue(value),
            from: ConnectionID(from),
            to: ConnectionID(to),
            opens: opens - 1,
            closes: closes - 1
        )
    }
}

extension EnvironmentTarget {
    fileprivate init?(saved document: JSONValue, on base: ConnectionID, isProtected: Bool) {
        guard let address = document.text("address").flatMap(Address.init),
            let connection = document.connection
        else { return nil }
        self.init(
            address: address,
            key: EnvironmentKey(base: base, connection: connection),
            id: document.text("environment").map(EnvironmentID.init),
            isProtected: isProtected
        )
    }
}

extension EnvironmentUserAttribute {
    /// - Parameters: the names of the members that have the attribute's name and its default values.
    fileprivate init?(saved document: JSONValue, _ name: String, _ values: String) {
        guard let text = document.text(name), document[values] != nil else { return nil }
        self.init(name: text, defaultValues: document.values(values))
    }
}

extension Change {
    fileprivate init?(saved document: JSONValue, on base: ConnectionID) {
        let action = document.text("action")
        let target = EnvironmentTarget(saved: document, on: base, isProtected: action == "protect")
        let attribute = EnvironmentUserAttribute(saved: document, "attribute", "default_values")
        let (before, after) = (document.values("before"), document.values("after"))
        let cause = document.text("cause").flatMap(Cause.init) ?? .pending
        switch (action, target, attribute) {
        case ("attach", let target?, _): self = .attach(target, values: after, cause)
        case ("adopt", let target?, _): self = .adopt(target, values: before)
        case ("set_values", let target?, _): self = .setValues(target, from: before, to: after, cause)
        case ("detach", let target?, _): self = .detach(target, values: before)
        case ("set_attribute", _, let attribute?):
            self = .setAttribute(from: .init(saved: document), to: attribute, cause)
        case ("remove_attribute", _, let attribute?): self = .removeAttribute(attribute)
        case ("orphaned", let target?, _): self = .orphaned(target, values: before)
        case ("orphaned_attribute", _, let attribute?): self = .orphanedAttribute(attribute)
        case ("orphaned_base", _, _): self = .orphanedBase(document.text("address") ?? "")
        case ("protect", let target?, _), ("unprotect", let target?, _): self = .protect(target)
        case ("gone", let target?, _): self = .gone(target)
        case ("unmanaged", _, _):
            guard let connection = document.connection, let id = document.text("environment") else {
                return nil
            }
            let key = EnvironmentKey(base: base, connection: connection)
            self = .unmanaged(key, EnvironmentID(id), values: before)
        default: return nil
        }
    }
}

extension Connection.Attribute {
    /// What a base has now, of which a `set_attribute` says it.
    fileprivate init(saved document: JSONValue) {
        let attribute = EnvironmentUserAttribute(saved: document, "attribute_before", "default_values_before")
        self = document["first"]?.boolean == true ? .none : attribute.map { .set($0) } ?? .unreported
    }
}

extension Step {
    fileprivate init?(saved document: JSONValue, on base: ConnectionID) {
        let targets = document.elements("environments") {
            EnvironmentTarget(saved: $0, on: base, isProtected: $0["protected"]?.boolean == true)
        }
        let (before, values) = (document.values("before"), document.values("values"))
        let purpose: Purpose = document["releases"]?.boolean == true ? .release : .final
        switch (document.text("method"), targets.first) {
        case ("POST", _): self = .attach(targets)
        case ("PUT", let target?): self = .setValues(target, from: before, to: values, purpose: purpose)
        case ("DELETE", let target?): self = .detach(target, values: before)
        case ("PATCH", nil):
            let new = EnvironmentUserAttribute(saved: document, "attribute", "values")
            let old = EnvironmentUserAttribute(saved: document, "attribute_before", "before")
            self = new.map { .setAttribute($0, from: old, purpose: purpose) } ?? .removeAttribute
        default: return nil
        }
    }
}
