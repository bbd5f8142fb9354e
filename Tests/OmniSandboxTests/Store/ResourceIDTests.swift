import Testing

@testable import OmniSandbox

@Suite("An id")
struct ResourceIDTests {
    @Test func `is the same in upper and lower case`() throws {
        let id = try #require(ResourceID("C0F12353-4817-4398-BCC0-D501E6DD2F64"))
        #expect(id.text == "c0f12353-4817-4398-bcc0-d501e6dd2f64")
        #expect(id == ResourceID("c0f12353-4817-4398-bcc0-d501e6dd2f64"))
    }

    @Test(arguments: [
        "", "c0f12353", "c0f12353-4817-4398-bcc0-d501e6dd2f6", "c0f12353-4817-4398-bcc0-d501e6dd2f645",
        "c0f12353-4817-4398-bcc0-d501e6dd2f6g", "c0f1235304817-4398-bcc0-d501e6dd2f64",
        "c0f12353-4817-4398-bcc0-d501e6dd2f6é", " c0f12353-4817-4398-bcc0-d501e6dd2f64",
    ])
    func `is nothing but a UUID`(_ text: String) {
        #expect(ResourceID(text) == nil)
    }

    @Test func `of a created environment is a UUID too`() throws {
        let made = ResourceID(environment: 4711, of: Fixture.base, connection: Fixture.dev)
        #expect(ResourceID(made.text) == made)
    }
}
