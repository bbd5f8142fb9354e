import Diagnostics
import OmniModel
import Planning

/// What `import --all` did, and what is left for an apply.
struct AdoptionText {
    private let adoption: Adoption

    init(_ adoption: Adoption) {
        self.adoption = adoption
    }

    var text: String {
        let bases = adoption.bases
        let environments = bases.reduce(0) { $0 + $1.adopted.count }
        let attributes = bases.compactMap(\.attribute).count
        let sum =
            "Recorded \(environments.of("environment")) and \(attributes.of("user attribute")); Omni is as it was."
        let lists = [
            list("Recorded", bases.flatMap(Self.recorded)),
            list(
                "Not in Omni, so that the next apply attaches them",
                bases.flatMap(\.missing).map(\.address.description.printable)
            ),
            list("Different in Omni, so that the next apply changes them", bases.flatMap(Self.changing)),
        ]
        return (lists.compactMap(\.self) + [sum]).joined(separator: "\n\n") + "\n"
    }

    private static func recorded(_ base: Adoption.Base) -> [String] {
        let attribute =
            base.attribute.map { ["\(base.label.printable): user attribute \($0.name.printable)"] } ?? []
        return base.adopted.map { "\($0.address.description.printable)  \($0.id?.text ?? "")" } + attribute
    }

    private static func changing(_ base: Adoption.Base) -> [String] {
        base.changing.map { change in
            if case .setAttribute = change {
                "\(base.label.printable): \(change.words)"
            } else {
                change.words
            }
        }
    }

    private func list(_ title: String, _ lines: [String]) -> String? {
        lines.isEmpty ? nil : (["\(title):"] + lines.map { "  " + $0 }).joined(separator: "\n")
    }
}
