/// The user attribute by which a base connection chooses an environment.
package struct EnvironmentUserAttribute: Sendable, Hashable {
    package let name: String
    /// The values that mean the base connection itself.
    package let defaultValues: [AttributeValue]

    package init(name: String, defaultValues: [AttributeValue]) {
        self.name = name
        self.defaultValues = defaultValues
    }

    package func isSame(as other: EnvironmentUserAttribute) -> Bool {
        ExactText(name) == ExactText(other.name) && defaultValues.isSameSet(as: other.defaultValues)
    }
}

extension Connection.Attribute {
    /// `nil` where there is none or nobody knows it.
    package var attribute: EnvironmentUserAttribute? {
        if case .set(let attribute) = self { attribute } else { nil }
    }

    package func isSame(as attribute: EnvironmentUserAttribute) -> Bool {
        guard case .set(let own) = self else { return false }
        return own.isSame(as: attribute)
    }
}
