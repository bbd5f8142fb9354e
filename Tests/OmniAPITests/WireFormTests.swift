import HTTPTransport
import OmniAPI
import OmniModel
import TestSupport
import Testing

@Suite struct WireFormTests {
    /// Refuses every list that is not written in the wanted form, as an instance of that kind does.
    private func server(wantsArrays: Bool) -> ScriptedTransport {
        ScriptedTransport { request, _ in
            await Task.yield()
            let isArray = String(decoding: request.body ?? [], as: UTF8.self).contains(":[")
            return isArray == wantsArrays
                ? .status(200) : .refusal(400, "Expected \(wantsArrays ? "array" : "string")")
        }
    }

    @Test func `starts with the documented form and keeps it when it is accepted`() async throws {
        let transport = server(wantsArrays: false)
        let client = try OmniClient.scripted(transport)
        _ = try await client.attach([dev, staging], to: base)
        try await client.setValues(["dev", "test"], of: environment)
        #expect(
            transport.bodies == [
                #"{"baseConnectionId":"\#(base)","environmentConnectionIds":"\#(dev),\#(staging)"}"#,
                #"{"userAttributeValues":"dev,test"}"#,
            ]
        )
    }

    @Test func `turns to arrays once, for both kinds of write`() async throws {
        let transport = server(wantsArrays: true)
        let client = try OmniClient.scripted(transport)
        _ = try await client.attach([dev, staging], to: base)
        try await client.setValues(["dev", "test"], of: environment)
        try await client.setValues([], of: environment)
        #expect(
            transport.bodies == [
                #"{"baseConnectionId":"\#(base)","environmentConnectionIds":"\#(dev),\#(staging)"}"#,
                #"{"baseConnectionId":"\#(base)","environmentConnectionIds":["\#(dev)","\#(staging)"]}"#,
                #"{"userAttributeValues":["dev","test"]}"#,
                #"{"userAttributeValues":[]}"#,
            ]
        )
    }

    @Test func `tasks that write at once each find out for themselves, and nobody waits`() async throws {
        let transport = server(wantsArrays: true)
        let client = try OmniClient.scripted(transport, rate: 1000)
        try await withThrowingTaskGroup { group in
            for number in 0..<4 {
                group.addTask { try await client.setValues(["v\(number)"], of: environment) }
            }
            try await group.waitForAll()
        }
        let refused = transport.bodies.count { !$0.contains(":[") }
        #expect((1...4).contains(refused))
        try await client.setValues(["v"], of: environment)
        #expect(transport.sent.count == 5 + refused)
    }

    @Test func `each kind of write may find its own form`() async throws {
        let transport = ScriptedTransport { request, _ in
            let isArray = String(decoding: request.body ?? [], as: UTF8.self).contains(":[")
            return isArray == (request.call.method == .post) ? .status(200) : .refusal(400, "wrong form")
        }
        let client = try OmniClient.scripted(transport)
        for _ in 1...2 {
            _ = try await client.attach([dev], to: base)
            try await client.setValues(["dev"], of: environment)
        }
        #expect(transport.bodies.map { $0.contains(":[") } == [false, true, true, false, true, false])
    }

    @Test func `throws the first refusal when both forms are refused`() async throws {
        let transport = ScriptedTransport([.refusal(400, "first"), .refusal(400, "second")])
        let client = try OmniClient.scripted(transport)
        let error = await failure { () throws(OmniError) in
            try await client.setValues(["dev"], of: environment)
        }
        #expect(error?.detail == "first")
        #expect(transport.sent.count == 2)
    }

    @Test func `throws the second answer when that one understood the request`() async throws {
        let inUse = #"User attribute value "dev" is already in use"#
        let client = try OmniClient.scripted(
            ScriptedTransport([.refusal(400, "Expected array"), .refusal(400, inUse)])
        )
        let error = await failure { () throws(OmniError) in
            try await client.setValues(["dev"], of: environment)
        }
        #expect(error?.detail == inUse)
    }

    @Test(arguments: [
        "Invalid method", #"User attribute value "dev" is already in use"#, "Bad Request: id: Invalid uuid",
        "Bad Request: baseConnectionId: Base connection ID must be a valid UUID",
        "The following environment connection IDs are not valid for this connection: x",
    ])
    func `a refusal of what is asked is no reason to try the other form`(detail: String) async throws {
        let transport = ScriptedTransport([.refusal(400, detail)])
        let client = try OmniClient.scripted(transport)
        let error = await failure { () throws(OmniError) in
            try await client.setValues(["dev"], of: environment)
        }
        #expect(error?.kind == .refused(status: 400, detail: detail))
        #expect(transport.sent.count == 1)
    }

    @Test func `a form that has succeeded is not questioned again`() async throws {
        let transport = ScriptedTransport([.status(200), .refusal(400, "Bad Request: Invalid JSON")])
        let client = try OmniClient.scripted(transport)
        try await client.setValues(["dev"], of: environment)
        let error = await failure { () throws(OmniError) in try await client.setValues(["x"], of: environment)
        }
        #expect(error?.detail == "Bad Request: Invalid JSON")
        #expect(transport.sent.count == 2)
    }

    @Test func `a failed probe lets the next write find out`() async throws {
        let transport = ScriptedTransport([.status(404), .refusal(400, "Expected array"), .status(200)])
        let client = try OmniClient.scripted(transport)
        _ = await failure { () throws(OmniError) in try await client.setValues(["dev"], of: environment) }
        try await client.setValues(["dev"], of: environment)
        #expect(transport.bodies.last == #"{"userAttributeValues":["dev"]}"#)
    }

    @Test(arguments: ["a,b", ""])
    func `a value that the documented form would change is not sent in it`(value: String) async throws {
        let transport = server(wantsArrays: true)
        let client = try OmniClient.scripted(transport)
        let error = await failure { () throws(OmniError) in
            try await client.setValues(["x", AttributeValue(value)], of: environment)
        }
        #expect(error?.kind == .unsendable(value: value))
        #expect(transport.sent.isEmpty)
        try await client.setValues(["x"], of: environment)
        try await client.setValues(["x", AttributeValue(value)], of: environment)
        #expect(transport.bodies.last == #"{"userAttributeValues":["x","\#(value)"]}"#)
    }
}
