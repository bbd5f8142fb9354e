import OmniSandbox
import Testing

@Suite("Attaching connections to a base")
struct AttachTests {
    @Test func `attaches all named connections, without values`() throws {
        var store = Fixture.store()
        let created = try store.attach([Fixture.dev, Fixture.staging], to: Fixture.base)
        #expect(created.map(\.connection) == [Fixture.dev, Fixture.staging])
        #expect(created.allSatisfy { $0.base == Fixture.base && $0.values.isEmpty })
        #expect(store.environments == created)
    }

    @Test func `gives every environment an id of its own`() throws {
        var store = Fixture.store()
        let first = try store.attach([Fixture.dev, Fixture.staging], to: Fixture.base)
        let second = try store.attach([Fixture.dev, Fixture.staging], to: Fixture.otherBase)
        #expect(Set((first + second).map(\.id)).count == 4)
        #expect(first.map(\.id) == [Fixture.devEnvironment, Fixture.stagingEnvironment])
    }

    @Test func `a detached connection gets a new id when it comes back`() throws {
        var store = try Fixture.attached()
        try store.detach(Fixture.devEnvironment)
        let again = try store.attach([Fixture.dev], to: Fixture.base)
        #expect(again.map(\.id) != [Fixture.devEnvironment])
    }

    @Test(arguments: [
        [Fixture.unknown], [Fixture.postgres], [Fixture.base], [Fixture.dev], [Fixture.deleted],
        [Fixture.unknown, Fixture.dev],
    ])
    func `refuses the whole call and names what is not valid`(_ invalid: [ResourceID]) throws {
        var store = try Fixture.attached()
        let before = store
        #expect(throws: Store.Refusal.notAttachable(invalid)) {
            try store.attach([Fixture.eu] + invalid, to: Fixture.base)
        }
        #expect(store == before)
    }

    @Test func `refuses a connection that is named twice in a call`() {
        var store = Fixture.store()
        let before = store
        #expect(throws: Store.Refusal.notAttachable([Fixture.dev])) {
            try store.attach([Fixture.dev, Fixture.eu, Fixture.dev, Fixture.dev], to: Fixture.base)
        }
        #expect(store == before)
    }

    @Test(arguments: [Fixture.unknown, Fixture.deleted])
    func `refuses a base that is unknown or deleted`(_ base: ResourceID) {
        var store = Fixture.store()
        #expect(throws: Store.Refusal.unknownConnection(base)) {
            try store.attach([Fixture.dev], to: base)
        }
    }

    @Test func `one connection may be attached to two bases`() throws {
        var store = try Fixture.attached()
        _ = try store.attach([Fixture.dev], to: Fixture.otherBase)
        #expect(store.environments(on: Fixture.dev).map(\.base) == [Fixture.base, Fixture.otherBase])
    }
}
