package import OmniModel

/// One environment as a step names it.
package struct EnvironmentTarget: Sendable, Hashable {
    package let address: Address
    package let key: EnvironmentKey
    /// `nil` while it is not attached: the answer of the plan's own attach gives the id.
    package let id: EnvironmentID?
    /// What the manifest says of it, or the state where the manifest is silent.
    package let isProtected: Bool

    package init(address: Address, key: EnvironmentKey, id: EnvironmentID?, isProtected: Bool) {
        self.address = address
        self.key = key
        self.id = id
        self.isProtected = isProtected
    }
}

/// One request to Omni (docs/omni-api.md, "Endpoints"). An apply carries out steps and reads nothing else of a plan's
/// intentions.
package enum Step: Sendable, Hashable {
    /// `POST`: every missing environment of a base in one call, without values.
    case attach([EnvironmentTarget])
    /// `PUT`: `to` takes the place of `from`.
    case setValues(EnvironmentTarget, from: [AttributeValue], to: [AttributeValue], purpose: Purpose)
    /// `PATCH`: the base's user attribute and its default values take the place of `from`, which is `nil` where there
    /// was none or nobody knows it.
    case setAttribute(EnvironmentUserAttribute, from: EnvironmentUserAttribute?, purpose: Purpose)
    /// `PATCH` with null.
    case removeAttribute
    /// `DELETE`
    case detach(EnvironmentTarget, values: [AttributeValue])

    /// Why a request writes values.
    package enum Purpose: String, Sendable, Hashable {
        /// Brings the environment, or the base's attribute, to what the manifest says.
        case final
        /// Frees values that others wait for; a final write, or a detach, follows.
        case release
    }
}

extension Step {
    /// The environments that it is about; none of a step of the base's user attribute.
    package var targets: [EnvironmentTarget] {
        switch self {
        case .attach(let targets): targets
        case .setValues(let target, _, _, _), .detach(let target, _): [target]
        case .setAttribute, .removeAttribute: []
        }
    }
}

/// Who holds values of a base: an environment, or the base itself with its default values.
package struct Holder: Sendable, Hashable {
    package let place: Destination
    package let values: [AttributeValue]

    package init(_ place: Destination, values: [AttributeValue]) {
        self.place = place
        self.values = values
    }
}
