import OmniSandbox
import Testing

private let collection = "/v1/connection-environments"
private let item = "/v1/connection-environments/\(Fixture.devEnvironment)"

@Suite("Faults of consistency")
struct ConsistencyFaultTests {
    @Test func `a stale list lags one write behind`() async throws {
        let configuration = try SandboxConfiguration.fault("GET \(collection) 2 stale-list")
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let before = try await sandbox.send("GET", collection)
            #expect(try await sandbox.send("DELETE", item).status == 200)
            #expect(try await sandbox.send("DELETE", item).status == 404)
            #expect(try await sandbox.send("GET", collection) == before)
            #expect(try await sandbox.send("GET", collection) != before)
            #expect(await sandbox.store().environments.count == 1)
        }
    }

    @Test func `a stale list lags one write behind, not two, however often it is read`() async throws {
        let configuration = try SandboxConfiguration.fault("GET \(collection) 2-3 stale-list")
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            for values in ["a", "b", "c"] {
                _ = try await sandbox.send("PUT", item, #"{"userAttributeValues":"\#(values)"}"#)
            }
            var lists: [Bool] = []
            for _ in 1...4 {
                let reply = try await sandbox.send("GET", collection)
                lists.append(reply.text.contains(#""userAttributeValues":["b"]"#))
            }
            #expect(lists == [false, true, true, false])
        }
    }

    @Test func `a created environment is unknown to the first request that names it`() async throws {
        let configuration = try SandboxConfiguration.fault("PUT \(collection)/* * 404-once")
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let created = try await sandbox.edit { store throws(Store.Refusal) in
                try store.attach([Fixture.eu], to: Fixture.base)
            }
            let path = "\(collection)/\(created[0].id)"
            let body = #"{"userAttributeValues":"eu"}"#
            let unknown = "Connection environment with id \(created[0].id) does not exist"
            #expect(
                try await sandbox.send("PUT", path, body)
                    == Reply(404, #"{"detail":"\#(unknown)","status":404}"#)
            )
            #expect(try await sandbox.send("PUT", path, body).status == 200)
            #expect(try await sandbox.send("PUT", item, #"{"userAttributeValues":""}"#).status == 200)
        }
    }

    @Test(arguments: [
        ("edit:detach:\(Fixture.dev)", [[]]), ("edit:values:\(Fixture.staging)=x,y", [["dev"], ["x", "y"]]),
        ("edit:attach:\(Fixture.base)=\(Fixture.eu)", [["dev"], [], []]),
        ("edit:delete-connection:\(Fixture.staging)", [["dev"]]),
    ])
    func `an edit from outside comes before the request`(_ effect: String, _ values: [[String]]) async throws
    {
        let configuration = try SandboxConfiguration.fault("GET \(collection) 2 \(effect)")
        try await withSandbox(try Fixture.attached(), configuration) { sandbox in
            let before = try await sandbox.send("GET", collection)
            #expect(await sandbox.store() == (try Fixture.attached()))
            let after = try await sandbox.send("GET", collection)
            #expect(after.status == 200)
            #expect(after != before)
            #expect(await sandbox.store().environments.map(\.values) == values)
            #expect(await sandbox.requests().map(\.faults) == [[], [effect]])
        }
    }

    @Test func `an edit from outside obeys the rules, and the log says so`() async throws {
        let edit = "edit:values:\(Fixture.staging)=dev"
        try await withSandbox(try Fixture.attached(), try .fault("GET * 1 \(edit)")) { sandbox in
            let reply = try await sandbox.send("GET", collection)
            #expect(reply.status == 200)
            #expect(await sandbox.snapshot() == Snapshot(try Fixture.attached()))
            let noted = await sandbox.requests().flatMap(\.faults)
            #expect(noted == [#"\#(edit) (refused: User attribute value "dev" is already in use)"#])
        }
    }
}
