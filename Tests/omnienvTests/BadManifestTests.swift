import OmniSandbox
import Testing

/// Every kind of bad manifest that docs/manifest.md lists: no command asks anything of Omni, none writes a state.
@Suite("Bad manifests", .timeLimit(.minutes(5)))
struct BadManifestTests {
    private static let (one, two) = (Organization.connection(1), Organization.connection(2))

    /// A base of the given lines, and what stands behind it.
    private static func base(_ lines: String..., after: String = "") -> String {
        let head = ["version: 1", "baseConnections:", "  w:", "    connection: \(Organization.base(1))"]
        return (head + lines.map { "    " + $0 }).joined(separator: "\n") + "\n" + after
    }

    private static func environments(_ lines: String..., after: String = "") -> String {
        base("environments: {\(lines.joined(separator: ", "))}", after: after)
    }

    private static func environment(_ values: String, label: String = "a", connection: String = one) -> String
    {
        "\(label): {connection: \(connection), userAttributeValues: [\(values)]}"
    }

    private static let expectations = "expectations:\n  w: {x: a}\n"

    private static let cases: [(kind: String, text: String)] = [
        ("nothing", ""), ("no base", "version: 1\nbaseConnections: {}\n"), ("not YAML", "a: [\n"),
        ("a control character", "\u{0}"), ("a list", "- 1\n"), ("two keys", "version: 1\nversion: 1\n"),
        ("an unknown key", "verison: 1\n" + environments()), ("another version", "version: 2\n"),
        ("the wrong kind", base("environments: []")),
        ("a missing key", base("environments: {a: {connection: \(one)}}")),
        ("null", environments(environment("~"))),
        ("a malformed UUID", environments(environment("x", connection: one + "0"))),
        ("its own base", environments(environment("x", connection: Organization.base(1)))),
        ("attached twice", environments(environment("x"), environment("y", label: "b"))),
        ("one base twice", environments() + "  v: {connection: \(Organization.base(1)), environments: {}}\n"),
        ("a value twice", environments(environment("x"), environment("x", label: "b", connection: two))),
        (
            "a default value",
            base("userAttribute: {name: n, defaultValues: [x]}", "environments: {\(environment("x"))}")
        ),
        ("an empty value", environments(environment("''"))), ("a comma", environments(environment("'a,b'"))),
        ("a space", environments(environment("' a'"))), ("a tab", environments(environment(#""a\tb""#))),
        ("a slash in a label", environments(environment("x", label: "a/b"))),
        ("an environment called base", environments(environment("x", label: "base"))),
        ("a failed expectation", environments(environment("y"), after: expectations)),
        ("an alias to nothing", environments("a: *b")),
        ("65 levels", String(repeating: "[", count: 65) + "\n"),
    ]

    @Test(arguments: cases)
    func `65 at a place, no request, no state`(_ kind: String, _ text: String) async throws {
        try await withWorld { world in
            try world.write(text)
            for command in [["plan", "--out", "p.json"], ["apply", "--auto-approve"]] {
                let outcome = try await world.run(command)
                #expect(outcome.exitCode == 65)
                #expect(outcome.stdout == "")
                #expect(
                    outcome.stderr.contains(#/^omnienv\.yaml:[0-9]+:[0-9]+: error: /#),
                    "\(outcome.stderr)"
                )
            }
            #expect(await world.requests().isEmpty)
            #expect(try world.files() == ["omnienv.yaml"])
        }
    }

    @Test func `a missing file and one that is not UTF-8 are told apart`() async throws {
        try await withWorld { world in
            let missing = try await world.run("plan", "-f", "nowhere.yaml")
            #expect(missing.exitCode == 65)
            #expect(missing.stderr.hasPrefix("nowhere.yaml: error: "))
            try world.write([0x61, 0x3A, 0x20, 0xFF])
            let binary = try await world.run("plan")
            #expect(binary.exitCode == 65)
            #expect(binary.stderr.hasPrefix("omnienv.yaml:1:4: error: "))
            #expect(await world.requests().isEmpty)
        }
    }
}
