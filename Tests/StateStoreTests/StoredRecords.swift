import OmniModel
import Planning

/// The same id for the same short name, as ids are in a state: the name's bytes in the form of a UUID.
func uuid(_ name: String) -> String {
    let digits = name.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    var rest = (String(repeating: "0", count: 32 - digits.count) + digits)[...]
    return [8, 4, 4, 4, 12].map { length in
        defer { rest = rest.dropFirst(length) }
        return String(rest.prefix(length))
    }.joined(separator: "-")
}

/// The record of an environment of the base `warehouse`.
func stored(_ label: String, _ values: [AttributeValue], protect: Bool = false) -> StateRecord {
    .environment(
        EnvironmentKey(base: ConnectionID(uuid("warehouse")), connection: ConnectionID(uuid(label))),
        RecordedEnvironment(
            id: EnvironmentID(uuid("id-" + label)),
            address: Address(base: "warehouse", environment: label),
            values: values,
            isProtected: protect
        )
    )
}
