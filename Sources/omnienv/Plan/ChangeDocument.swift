import OmniModel
import Planning

/// One difference, in JSON. Fields that a kind of change does not have are left out.
struct ChangeDocument: Encodable {
    var action: String
    var address: String?
    var connection: String?
    var environment: String?
    var before: [String]?
    var after: [String]?
    var attribute: String?
    var defaultValues: [String]?
    /// What the base has now, of a `set_attribute`.
    var attributeBefore: String?
    var defaultValuesBefore: [String]?
    var cause: String?
    /// What detaches all that an `orphaned_base` has.
    var command: String?

    init(_ change: Change) {
        switch change {
        case .attach(let target, let values, let cause):
            self.init("attach", target, after: values, cause: cause)
        case .adopt(let target, let values):
            self.init("adopt", target, before: values)
        case .setValues(let target, let from, let to, let cause):
            self.init("set_values", target, before: from, after: to, cause: cause)
        case .detach(let target, let values):
            self.init("detach", target, before: values)
        case .setAttribute(let before, let attribute, let cause):
            self.init("set_attribute", attribute, cause: cause)
            guard case .set(let before) = before else { return }
            attributeBefore = before.name
            defaultValuesBefore = before.defaultValues
        case .removeAttribute(let attribute):
            self.init("remove_attribute", attribute)
        case .orphaned(let target, let values):
            self.init("orphaned", target, before: values)
        case .orphanedAttribute(let attribute):
            self.init("orphaned_attribute", attribute)
        case .orphanedBase(let label):
            self.init(action: "orphaned_base")
            address = label
            command = change.pruningCommand
        case .protect(let target):
            self.init(target.isProtected ? "protect" : "unprotect", target)
        case .gone(let target):
            self.init("gone", target)
        case .unmanaged(let key, let id, let values):
            self.init(action: "unmanaged")
            connection = key.connection.text
            environment = id.text
            before = values
        }
    }

    private init(action: String) {
        self.action = action
    }

    private init(
        _ action: String,
        _ target: EnvironmentTarget,
        before: [String]? = nil,
        after: [String]? = nil,
        cause: Cause? = nil
    ) {
        self.action = action
        address = target.address.description
        connection = target.key.connection.text
        environment = target.id?.text
        self.before = before
        self.after = after
        self.cause = cause?.rawValue
    }

    private init(_ action: String, _ attribute: EnvironmentUserAttribute, cause: Cause? = nil) {
        self.action = action
        self.attribute = attribute.name
        defaultValues = attribute.defaultValues
        self.cause = cause?.rawValue
    }
}

/// One request, in JSON.
struct RequestDocument: Encodable {
    let method: String
    let addresses: [String]
    let values: [String]?
    /// Whether it only frees values that others wait for; another request for the same follows.
    let releases: Bool

    init(_ step: Step) {
        method = step.method
        switch step {
        case .attach(let targets):
            (addresses, values, releases) = (targets.map(\.address.description), nil, false)
        case .setValues(let target, _, let to, let purpose):
            (addresses, values, releases) = ([target.address.description], to, purpose == .release)
        case .detach(let target, _):
            (addresses, values, releases) = ([target.address.description], nil, false)
        case .setAttribute(let attribute, _, let purpose):
            (addresses, values, releases) = ([], attribute.defaultValues, purpose == .release)
        case .removeAttribute:
            (addresses, values, releases) = ([], nil, false)
        }
    }
}
