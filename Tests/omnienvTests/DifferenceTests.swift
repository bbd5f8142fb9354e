import OmniModel
import OmniSandbox
import Planning
import TestSupport
import Testing

@testable import omnienv

/// What Omni kept instead of what was sent, in words.
@Suite struct DifferenceTests {
    private func values(_ found: [AttributeValue], _ wanted: [AttributeValue]) -> String {
        let key = EnvironmentKey(base: ConnectionID("w"), connection: ConnectionID("d"))
        let target = EnvironmentTarget(
            address: Address(base: "warehouse", environment: "dev"),
            key: key,
            id: EnvironmentID("id"),
            isProtected: false
        )
        return "\(Change.setValues(target, from: found, to: wanted, .pending).words)"
    }

    private func attribute(_ found: Connection.Attribute) -> String {
        let wanted = EnvironmentUserAttribute(name: "stage", defaultValues: ["prod", "live"])
        return "\(Change.setAttribute(from: found, to: wanted, .pending).words)"
    }

    @Test func `of values only those are named that differ, and each of them`() {
        let shared = (0..<20).map { AttributeValue("v\($0)") }
        let sent = (0..<9).map { AttributeValue("s\($0)") }
        #expect(values(shared + ["x"], ["y"] + shared) == "warehouse/dev has x instead of y")
        #expect(
            values(shared, shared + sent)
                == "warehouse/dev lacks s0, s1, s2, s3, s4, s5, s6, s7, s8"
        )
        #expect(values(["a", "b c"], ["a"]) == #"warehouse/dev also has "b c""#)
    }

    @Test func `texts that look alike have their codes beside them`() {
        #expect(
            values(["cafe\u{301}"], ["caf\u{e9}"])
                == "warehouse/dev has cafe\u{301} (U+0301) instead of caf\u{e9} (U+00E9)"
        )
        #expect(values(["a\u{200B}"], ["a"]) == #"warehouse/dev has a\u{200B} instead of a"#)
    }

    @Test func `an attribute is named with what it was to be`() {
        #expect(attribute(.none) == "there is no user attribute instead of stage")
        #expect(attribute(.unreported) == "Omni does not say the user attribute, which is to be stage")
        let other = EnvironmentUserAttribute(name: "env", defaultValues: ["prod", "live"])
        #expect(attribute(.set(other)) == "the user attribute is env instead of stage")
        let defaults = EnvironmentUserAttribute(name: "stage", defaultValues: ["live", "dev"])
        #expect(
            attribute(.set(defaults))
                == "the base has dev instead of prod among the default values of stage"
        )
    }

    @Test func `an apply says what Omni kept`() async throws {
        let edit = "edit:values:\(Organization.connection(1))=a,KEPT"
        try await withWorld(faults: ["GET /v1/connection-environments 2 \(edit)"]) { world in
            try world.write(Manifest(.env(1, "a", "sent")))
            let outcome = try await world.apply()
            #expect(outcome.exitCode == 3)
            #expect(outcome.stdout.contains("  base1/env1 has KEPT instead of sent\n"), "\(outcome.stdout)")
        }
    }
}
