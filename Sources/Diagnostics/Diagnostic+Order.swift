extension [Diagnostic] {
    package var hasErrors: Bool { contains { $0.severity == .error } }

    /// Whole files first, as given, then by place; what stands at one place keeps its order.
    package func inSourceOrder() -> [Diagnostic] {
        sorted { first, second in
            switch (first.range, second.range) {
            case (nil, .some): true
            case (let first?, let second?): first.sortKey < second.sortKey
            case (_, nil): false
            }
        }
    }
}
