import LocatedYAML
import Manifest
import OmniModel

extension ExportedManifest.Base {
    /// One base as a manifest can say it. What it cannot say is left out whole and remarked, so that the manifest is
    /// valid and nothing that Omni has is changed by applying it.
    init(
        _ connection: Connection,
        label: String,
        _ attached: [ConnectionEnvironment],
        names: [ConnectionID: Connection]
    ) {
        let sorted = attached.sorted { ($0.connection, $0.id.text) < ($1.connection, $1.id.text) }
        let (fit, unfit) = Self.split(sorted, names: names)
        let (attribute, problem) = Self.attribute(of: connection, environments: fit)
        let joined = fit.flatMap { environment in
            environment.joinedTexts.map { text in
                ExportedManifest.Remark.joinedText(
                    text,
                    connection: environment.connection,
                    name: names[environment.connection]?.name
                )
            }
        }
        var remarks = unfit + joined + [problem].compactMap(\.self)
        if connection.environmentUserAttribute == .none, fit.contains(where: { !$0.values.isEmpty }) {
            remarks.append(.routesNobody)
        }
        let labels = Labels(fit.map { ($0.connection, names[$0.connection]?.name ?? "") }, reserved: ["base"])
        self.init(
            label: label,
            connection: connection.id,
            name: connection.name,
            attribute: attribute,
            environments: fit.map { environment in
                ExportedManifest.Environment(
                    label: labels[environment.connection],
                    connection: environment.connection,
                    name: names[environment.connection]?.name,
                    values: Self.sorted(environment.values)
                )
            }
            .sorted { ExactText($0.label) < ExactText($1.label) },
            remarks: remarks
        )
    }

    private static func sorted(_ values: [AttributeValue]) -> [AttributeValue] {
        Set(values).sorted()
    }

    private static func split(
        _ attached: [ConnectionEnvironment],
        names: [ConnectionID: Connection]
    ) -> (fit: [ConnectionEnvironment], unfit: [ExportedManifest.Remark]) {
        var fit: [ConnectionEnvironment] = []
        var unfit: [ExportedManifest.Remark] = []
        var seen: Set<ConnectionID> = []
        var holders: [AttributeValue: ConnectionID] = [:]
        for item in attached {
            let shared = item.values.lazy.compactMap { value in
                holders[value].map { ExportedManifest.Unfit.shared(value, with: $0) }
            }.first
            if let reason = reason(against: item, seen: &seen) ?? shared {
                let name = names[item.connection]?.name
                unfit.append(.environmentLeftOut(connection: item.connection, name: name, reason))
            } else {
                fit.append(item)
                for value in item.values { holders[value] = item.connection }
            }
        }
        return (fit, unfit)
    }

    private static func reason(
        against item: ConnectionEnvironment,
        seen: inout Set<ConnectionID>
    ) -> ExportedManifest.Unfit? {
        if item.connection == item.base { return .ownBase }
        if !seen.insert(item.connection).inserted { return .attachedTwice }
        return item.values.lazy.compactMap(ExportedManifest.Unfit.init(value:)).first
    }

    private static func attribute(
        of connection: Connection,
        environments: [ConnectionEnvironment]
    ) -> (EnvironmentUserAttribute?, ExportedManifest.Remark?) {
        guard case .set(let attribute) = connection.environmentUserAttribute else { return (nil, nil) }
        let holders = Dictionary(
            environments.flatMap { item in item.values.map { ($0, item.connection) } }
        ) { first, _ in first }
        for value in attribute.defaultValues {
            let holder = holders[value].map { ExportedManifest.Unfit.alsoHeld(value, by: $0) }
            guard let reason = ExportedManifest.Unfit(value: value) ?? holder else { continue }
            return (nil, .attributeLeftOut(attribute.name, reason))
        }
        let sorted = sorted(attribute.defaultValues)
        return (EnvironmentUserAttribute(name: attribute.name, defaultValues: sorted), nil)
    }
}

extension ExportedManifest.Unfit {
    /// `nil` for a value that a manifest takes.
    fileprivate init?(value: AttributeValue) {
        guard let flaw = TextFinding.flaws(ofValue: value.text).first else { return nil }
        self = .value(flaw)
    }
}

/// Labels made of connection names: without what a label must not hold, and each once. Names that come to the same
/// label get the beginning of their id behind it, all of them, so that a label does not depend on the order.
struct Labels {
    private static let longest = 200
    private var labels: [ConnectionID: String] = [:]

    init(_ names: [(id: ConnectionID, name: String)], reserved: Set<String> = []) {
        let plain = names.map { (id: $0.id, label: Self.label(of: $0.name) ?? $0.id.text) }
        let count = Dictionary(plain.map { ($0.label, 1) }, uniquingKeysWith: +)
        var taken = reserved
        for (id, label) in plain where count[label] == 1 && !reserved.contains(label) {
            labels[id] = label
            taken.insert(label)
        }
        for (id, label) in plain.sorted(by: { $0.id < $1.id }) where labels[id] == nil {
            let choices = ["\(label) (\(id.text.prefix(8)))", "\(label) (\(id))", id.text]
            let free = choices.first { !taken.contains($0) } ?? id.text
            labels[id] = free
            taken.insert(free)
        }
    }

    subscript(id: ConnectionID) -> String { labels[id] ?? id.text }

    /// `nil` when nothing is left of the name.
    private static func label(of name: String) -> String? {
        var label = String.UnicodeScalarView()
        for scalar in name.unicodeScalars.prefix(longest) { label.append(scalar.fitForLabel) }
        let words = String(label).split(separator: " ", omittingEmptySubsequences: true)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}

extension Unicode.Scalar {
    fileprivate var fitForLabel: Unicode.Scalar {
        if self == "/" { return "-" }
        return properties.generalCategory == .control || properties.isWhitespace ? " " : self
    }
}
