import OmniSandbox
import Testing

@Suite("An environment's values")
struct ValuesTests {
    @Test func `are replaced as a whole`() throws {
        var store = try Fixture.attached()
        try store.setValues(["a", "b"], of: Fixture.devEnvironment)
        #expect(try store.environment(Fixture.devEnvironment).values == ["a", "b"])
        try store.setValues([], of: Fixture.devEnvironment)
        #expect(try store.environment(Fixture.devEnvironment).values == [])
    }

    @Test func `count once and are never empty`() throws {
        var store = try Fixture.attached()
        try store.setValues(["b", "", "a", "b"], of: Fixture.devEnvironment)
        #expect(try store.environment(Fixture.devEnvironment).values == ["b", "a"])
    }

    @Test func `may be kept in a replacement`() throws {
        var store = try Fixture.attached()
        try store.setValues(["dev", "more"], of: Fixture.devEnvironment)
        #expect(try store.environment(Fixture.devEnvironment).values == ["dev", "more"])
    }

    @Test func `are refused, all of them, when another environment of the base has one`() throws {
        var store = try Fixture.attached()
        let before = store
        #expect(throws: Store.Refusal.valueInUse("dev")) {
            try store.setValues(["free", "dev"], of: Fixture.stagingEnvironment)
        }
        #expect(store == before)
    }

    @Test func `may be those of an environment of another base`() throws {
        var store = try Fixture.attached()
        let other = try store.attach([Fixture.dev], to: Fixture.otherBase)
        try store.setValues(["dev"], of: other[0].id)
        #expect(store.environments(on: Fixture.dev).map(\.values) == [["dev"], ["dev"]])
    }

    @Test func `are free once they are released`() throws {
        var store = try Fixture.attached()
        try store.setValues([], of: Fixture.devEnvironment)
        try store.setValues(["dev"], of: Fixture.stagingEnvironment)
        #expect(try store.environment(Fixture.stagingEnvironment).values == ["dev"])
    }

    @Test func `are free once their environment is detached`() throws {
        var store = try Fixture.attached()
        try store.detach(Fixture.devEnvironment)
        try store.setValues(["dev"], of: Fixture.stagingEnvironment)
        #expect(store.environments.map(\.values) == [["dev"]])
    }

    @Test func `of an unknown environment cannot be set, nor can it be detached`() throws {
        var store = try Fixture.attached()
        #expect(throws: Store.Refusal.unknownEnvironment(Fixture.unknown)) {
            try store.setValues(["x"], of: Fixture.unknown)
        }
        #expect(throws: Store.Refusal.unknownEnvironment(Fixture.unknown)) {
            try store.detach(Fixture.unknown)
        }
    }
}
