/// Values as Omni understands them: a set, in which order and repetition mean nothing.
package enum ValueSets {
    /// Lists without repetition, in the order of the first occurrence.
    package static func distinct(_ values: some Sequence<String>) -> [String] {
        var seen: Set<ExactText> = []
        return values.filter { seen.insert(ExactText($0)).inserted }
    }

    package static func areEqual(_ first: some Collection<String>, _ second: some Collection<String>) -> Bool
    {
        if first.elementsEqual(second, by: { ExactText($0) == ExactText($1) }) { return true }
        return Set(first.map(ExactText.init)) == Set(second.map(ExactText.init))
    }

    /// What `values` has and `others` lacks.
    package static func subtract(_ others: some Sequence<String>, from values: [String]) -> [String] {
        let others = Set(others.map(ExactText.init))
        return values.filter { !others.contains(ExactText($0)) }
    }
}

extension EnvironmentUserAttribute {
    package func isSame(as other: EnvironmentUserAttribute) -> Bool {
        ExactText(name) == ExactText(other.name) && ValueSets.areEqual(defaultValues, other.defaultValues)
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
