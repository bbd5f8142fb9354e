import OmniModel
import Testing

@testable import Manifest

@Suite struct ConnectionTests {
    static let id = "c0f12353-4817-4398-bcc0-d501e6dd2f64"

    @Test(arguments: [id, id.uppercased(), "00000000-0000-0000-0000-000000000000"])
    func aUUIDIsAnID(text: String) throws {
        #expect(try ConnectionReference(parsing: text) == .id(ConnectionID(text)))
    }

    @Test(arguments: [
        "Snowflake (EU)", "prod", "deadbeef", "c0f12353", "c0f12353-4817", "a-b-c-d-e", "{curly}",
        "urn:uuid:x",
        "this-name-here-has-five-groups-of-letters", "2024-01-01", "é0f12353-4817-x", "20250101-2025-archive",
        "c0f12353-4817-oops", "2025-01-01-2025-12-31",
    ])
    func anyOtherTextIsAName(text: String) throws {
        #expect(try ConnectionReference(parsing: text) == .name(text))
    }

    @Test(arguments: [
        ("c0f12353-4817-4398-bcc0-d501e6dd2f6", "group 5 has 11 digits in place of 12"),
        ("c0f12353-4817-4398-bcc0-d501e6dd2f644", "group 5 has 13 digits in place of 12"),
        (
            "c0f12353-4817-4398-bcc0-d501e6dd2fzz",
            "\"z\" is no hexadecimal digit, which are 0 to 9 and a to f"
        ),
        (
            "g0f12353-4817-4398-bcc0-d501e6dd2f64",
            "\"g\" is no hexadecimal digit, which are 0 to 9 and a to f"
        ),
        ("c0f12353-4817-4398-bcc0", "it has 20 digits in 4 groups, and an id has 32 in 5"),
        ("c0f1235348174398bcc0d501e6dd2f64", misplaced),
        ("c0f1235-34817-4398-bcc0-d501e6dd2f64", misplaced),
        ("{c0f12353-4817-4398-bcc0-d501e6dd2f64}", misplaced),
        ("urn:uuid:c0f12353-4817-4398-bcc0-d501e6dd2f64", misplaced),
        ("URN:UUID:c0f1235348174398bcc0d501e6dd2f64", misplaced),
    ])
    func whatIsMeantAsAUUIDIsNotTakenForAName(text: String, flaw: String) {
        let checked = CheckedManifest(
            manifest(environments: "dev: {connection: «a»'\(text)', userAttributeValues: []}")
        )
        let message =
            "a: error: \"\(text)\" looks like an id and is none: \(flaw); copy the id from Omni again"
        let meant = flaw == misplaced ? ["  hint: did you mean \"\(Self.id)\"?"] : []
        #expect(checked.lines == [message] + meant)
    }

    @Test(arguments: ["Warehouse", id])
    func anEnvironmentThatIsItsOwnBaseIsAnError(connection: String) {
        let checked = CheckedManifest(
            """
            version: 1
            baseConnections:
              w:
                connection: «b»\(connection)
                environments: {dev: {connection: «a»\(connection), userAttributeValues: []}}
            """
        )
        #expect(
            checked.lines == [
                "a: error: environment \"dev\" is its own base; give it another connection",
                "  b: note: the base's own connection",
            ]
        )
    }

    @Test func twoSpellingsOfAnIDAreOneConnection() {
        let checked = CheckedManifest(
            manifest(
                environments: """
                    dev: {connection: «a»\(Self.id), userAttributeValues: []}
                    eu: {connection: «b»\(Self.id.uppercased()), userAttributeValues: []}
                    us: {connection: «c»\(Self.id), userAttributeValues: []}
                    """
            )
        )
        #expect(
            checked.lines == [
                "b: error: environment \"eu\" has the connection of environment \"dev\"; keep one of them",
                "  a: note: first listed here",
                "c: error: environment \"us\" has the connection of environment \"dev\"; keep one of them",
                "  a: note: first listed here",
            ]
        )
    }

    @Test func aConnectionSharedThroughAnAliasIsShownAtTheLabels() {
        let checked = CheckedManifest(
            manifest(environments: "«a»dev: &dev {connection: Dev, userAttributeValues: []}\n«b»eu: *dev")
        )
        #expect(
            checked.lines == [
                "b: error: environment \"eu\" has the connection of environment \"dev\"; keep one of them",
                "  a: note: first listed here",
            ]
        )
    }

    @Test(arguments: ["Warehouse", id])
    func oneBaseListedTwiceIsAnError(connection: String) {
        let checked = CheckedManifest(
            """
            version: 1
            baseConnections:
              one: {connection: «a»\(connection), environments: {}}
              two: {connection: «b»\(connection), environments: {}}
            """
        )
        #expect(
            checked.lines == [
                "b: error: base \"two\" has the connection of base \"one\"; list each connection once",
                "  a: note: first listed here",
            ]
        )
    }

    @Test func oneConnectionMayHangOnTwoBases() {
        let checked = CheckedManifest(
            """
            version: 1
            baseConnections:
              one: {connection: One, environments: {dev: {connection: Dev, userAttributeValues: [dev]}}}
              two: {connection: Two, environments: {dev: {connection: Dev, userAttributeValues: [dev]}}}
            """
        )
        #expect(checked.lines == [])
    }
}

private let misplaced = "its digits are all there, and its hyphens or what is around it are not"
