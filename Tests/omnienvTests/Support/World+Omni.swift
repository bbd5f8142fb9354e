import OmniSandbox

/// What Omni holds and what it was asked.
extension World {
    /// The values of each attached connection, by the numbers of `Organization`; a base without environments is
    /// absent.
    func routing() async -> [Int: [Int: [String]]] {
        let snapshot = await sandbox.snapshot()
        let bases = snapshot.environments.map { base, environments in
            (
                number(base.prefix(8).dropFirst(4)),
                environments.map { (number($0.connection.suffix(12)), $0.values) }
            )
        }
        return Dictionary(uniqueKeysWithValues: bases).mapValues { Dictionary(uniqueKeysWithValues: $0) }
    }

    /// The id of the environment of a connection, on a base.
    func environment(_ connection: Int, of base: Int = 1) async -> String? {
        await sandbox.snapshot().environments[Organization.base(base)]?
            .first { $0.connection == Organization.connection(connection) }?.id
    }

    private func number(_ hex: some StringProtocol) -> Int { Int(hex, radix: 16) ?? -1 }
}

extension [RequestRecord] {
    /// The writes as they were sent: `METHOD PATH BODY`.
    var writes: [String] {
        filter { $0.method != "GET" }.map { "\($0.method) \($0.path) \($0.body)" }
    }

    /// The reads as they were sent: `GET PATH`.
    var reads: [String] { filter { $0.method == "GET" }.map { "\($0.method) \($0.path)" } }

    /// How many of each method, such as `["GET": 2, "PUT": 1]`.
    var counts: [String: Int] { reduce(into: [:]) { $0[$1.method, default: 0] += 1 } }

    /// What the API itself refused, in its words.
    var refusals: [String] { compactMap(\.refusal) }
}
