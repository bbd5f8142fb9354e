import OmniSandbox
import Testing

@Suite("The fault grammar")
struct FaultParsingTests {
    @Test func `has a method, a path, a count and an effect`() throws {
        let fault = try Fault(parsing: "POST /v1/connection-environments 2-4 lost-after")
        #expect(
            fault
                == Fault(
                    method: "POST",
                    path: PathPattern("/v1/connection-environments"),
                    occurrences: .within(2...4),
                    effect: .lost(.after)
                )
        )
        let any = try Fault(parsing: "* * * garbage")
        #expect(any == Fault(method: nil, path: PathPattern("*"), occurrences: .every, effect: .garbage))
    }

    @Test(arguments: [
        ("lost-before", Fault.Effect.lost(.before)), ("503-after", .status(503, .after, retryAfter: nil)),
        ("503-before", .status(503, .before, retryAfter: nil)),
        ("error-in-200-before", .maskedError(.before)), ("error-in-200-after", .maskedError(.after)),
        ("429", .status(429, .before, retryAfter: nil)),
        ("429:2", .status(429, .before, retryAfter: 2)), ("slow:0.25", .slow(.milliseconds(250))),
        ("partial", .partial), ("html", .proxyPage), ("stale-list", .staleList), ("404-once", .notFoundOnce),
        ("edit:detach:\(Fixture.dev)", .edit(.detach(connection: Fixture.dev))),
        ("edit:values:\(Fixture.dev)=a,b c", .edit(.values(connection: Fixture.dev, ["a", "b c"]))),
        ("edit:values:\(Fixture.dev)=", .edit(.values(connection: Fixture.dev, []))),
        (
            "edit:attach:\(Fixture.base)=\(Fixture.dev)",
            .edit(.attach(base: Fixture.base, connection: Fixture.dev))
        ),
        ("edit:delete-connection:\(Fixture.dev)", .edit(.deleteConnection(Fixture.dev))),
    ])
    func `has these effects, and writes them the same way`(_ text: String, _ effect: Fault.Effect) throws {
        let fault = try Fault(parsing: "GET /v1/connections 1 \(text)")
        #expect(fault.effect == effect)
        #expect(try Fault(parsing: "GET /v1/connections 1 \(effect)").effect == effect)
    }

    @Test(arguments: [
        ("POST /v1/connections lost-after", FaultSyntaxError.Problem.wordCount(3)),
        ("FETCH /v1/connections 1 garbage", .method("FETCH")),
        ("GET connections 1 garbage", .path("connections")),
        ("GET * 0 garbage", .count("0")), ("GET * 3-2 garbage", .count("3-2")),
        ("GET * -1 garbage", .count("-1")),
        ("GET * 1-2-3 garbage", .count("1-2-3")), ("GET * 1 rubbish", .effect("rubbish")),
        ("GET * 1 200-after", .effect("200-after")), ("GET * 1 503-later", .effect("503-later")),
        ("GET * 1 slow", .seconds("slow")), ("GET * 1 slow:-1", .seconds("slow:-1")),
        ("GET * 1 slow:nan", .seconds("slow:nan")), ("GET * 1 429:soon", .seconds("429:soon")),
        ("GET * 1 edit:rename:\(Fixture.dev)", .edit("rename:\(Fixture.dev)")),
        ("GET * 1 edit:detach", .edit("detach")),
        ("GET * 1 edit:detach:dev", .id("dev")), ("GET * 1 edit:attach:\(Fixture.base)=dev", .id("dev")),
    ])
    func `says what it does not know`(_ text: String, _ problem: FaultSyntaxError.Problem) throws {
        let error = #expect(throws: FaultSyntaxError.self) { try Fault(parsing: text) }
        #expect(error?.problem == problem)
        #expect(error?.description.contains("\"\(text)\"; ") == true)
    }
}
