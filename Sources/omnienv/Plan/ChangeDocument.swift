import Diagnostics
import OmniModel
import Planning

/// One difference, in JSON. Fields that a kind of change does not have are left out.
struct ChangeDocument: Codable, Equatable {
    enum Action: String, Codable {
        case attach, adopt, detach, orphaned, protect, unprotect, gone, unmanaged
        case setValues = "set_values"
        case setAttribute = "set_attribute"
        case removeAttribute = "remove_attribute"
        case orphanedAttribute = "orphaned_attribute"
        case orphanedBase = "orphaned_base"
    }

    var action: Action
    var address: String?
    var connection: String?
    var connectionName: String?
    var environment: String?
    var before: [AttributeValue]?
    var after: [AttributeValue]?
    var attribute: String?
    var defaultValues: [AttributeValue]?
    /// What the base has now, of a `set_attribute`.
    var attributeBefore: String?
    var defaultValuesBefore: [AttributeValue]?
    /// Whether a `set_attribute` gives the base its first one. False also where nobody knows what it has now.
    var first: Bool?
    var cause: Cause?
    /// What detaches all that an `orphaned_base` has.
    var command: String?

    /// - Parameter names: what Omni calls the connections, as far as that is known.
    init(_ change: Change, names: [ConnectionID: String] = [:]) {
        self.init(unnamed: change)
        connectionName = change.connection.flatMap { names[$0] }
    }

    private init(unnamed change: Change) {
        switch change {
        case .attach(let target, let values, let cause):
            self.init(.attach, target, after: values, cause: cause)
        case .adopt(let target, let values):
            self.init(.adopt, target, before: values)
        case .setValues(let target, let from, let to, let cause):
            self.init(.setValues, target, before: from, after: to, cause: cause)
        case .detach(let target, let values):
            self.init(.detach, target, before: values)
        case .setAttribute(let before, let attribute, let cause):
            self.init(.setAttribute, attribute, cause: cause)
            first = before == .none
            attributeBefore = before.attribute?.name
            defaultValuesBefore = before.attribute?.defaultValues
        case .removeAttribute(let attribute):
            self.init(.removeAttribute, attribute)
        case .orphaned(let target, let values):
            self.init(.orphaned, target, before: values)
        case .orphanedAttribute(let attribute):
            self.init(.orphanedAttribute, attribute)
        case .orphanedBase(let label):
            self.init(action: .orphanedBase)
            address = label
            command = change.pruningCommand?.escaped
        case .protect(let target):
            self.init(target.isProtected ? .protect : .unprotect, target)
        case .gone(let target):
            self.init(.gone, target)
        case .unmanaged(let key, let id, let values):
            self.init(action: .unmanaged)
            connection = key.connection.text
            environment = id.text
            before = values
        }
    }

    private init(action: Action) {
        self.action = action
    }

    private init(
        _ action: Action,
        _ target: EnvironmentTarget,
        before: [AttributeValue]? = nil,
        after: [AttributeValue]? = nil,
        cause: Cause? = nil
    ) {
        self.action = action
        address = target.address.description
        connection = target.key.connection.text
        environment = target.id?.text
        self.before = before
        self.after = after
        self.cause = cause
    }

    private init(_ action: Action, _ attribute: EnvironmentUserAttribute, cause: Cause? = nil) {
        self.action = action
        self.attribute = attribute.name
        defaultValues = attribute.defaultValues
        self.cause = cause
    }
}

/// One request, in JSON.
struct RequestDocument: Codable, Equatable {
    /// What it is about; of a step that sets or removes the base's user attribute there is none.
    struct Environment: Codable, Equatable {
        let address: String
        let connection: String
        /// The id; absent while the plan's own attach has not given it.
        let environment: String?
        let protected: Bool
    }

    let method: String
    let addresses: [String]
    let environments: [Environment]
    var values: [AttributeValue]?
    /// What `values` take the place of, or what a detached environment has.
    var before: [AttributeValue]?
    /// The name of the base's user attribute, of a `PATCH` that sets one.
    var attribute: String?
    /// The name that it has now; absent where there is none, or nobody knows it.
    var attributeBefore: String?
    /// Whether it only frees values that others wait for; another request for the same follows.
    var releases = false

    init(_ step: Step) {
        method = step.method.escaped
        environments = step.targets.map(Environment.init)
        addresses = environments.map(\.address)
        switch step {
        case .attach, .removeAttribute: break
        case .setValues(_, let from, let to, let purpose):
            (values, before, releases) = (to, from, purpose == .release)
        case .detach(_, let values): before = values
        case .setAttribute(let new, let old, let purpose):
            (attribute, values, releases) = (new.name, new.defaultValues, purpose == .release)
            (attributeBefore, before) = (old?.name, old?.defaultValues)
        }
    }
}

extension RequestDocument.Environment {
    fileprivate init(_ target: EnvironmentTarget) {
        address = target.address.description
        connection = target.key.connection.text
        environment = target.id?.text
        protected = target.isProtected
    }
}
