/// The user attribute by which a base connection chooses an environment for each user (docs/omni-api.md).
package struct EnvironmentUserAttribute: Sendable, Hashable {
    package let name: String
    /// The values that mean the base connection itself.
    package let defaultValues: [AttributeValue]

    package init(name: String, defaultValues: [AttributeValue]) {
        self.name = name
        self.defaultValues = defaultValues
    }

    /// Whether both have one name, byte for byte, and the same default values in any order.
    package func isSame(as other: EnvironmentUserAttribute) -> Bool {
        ExactText(name) == ExactText(other.name) && defaultValues.isSameSet(as: other.defaultValues)
    }
}

extension Connection.Attribute {
    /// The attribute that the answer names; nil both where it says that there is none and where it says nothing.
    package var attribute: EnvironmentUserAttribute? {
        if case .set(let attribute) = self { attribute } else { nil }
    }

    /// Whether the answer names this very attribute, with its default values in any order; false where it says nothing.
    package func isSame(as attribute: EnvironmentUserAttribute) -> Bool {
        guard case .set(let own) = self else { return false }
        return own.isSame(as: attribute)
    }
}
