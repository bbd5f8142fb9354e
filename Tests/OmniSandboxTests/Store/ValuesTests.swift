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

    @Test func `are refused when the base has one as a default value, and the other way round`() throws {
        var store = try Fixture.attached()
        let before = store
        #expect(throws: Store.Refusal.valueInUse("live")) {
            try store.setValues(["free", "live"], of: Fixture.stagingEnvironment)
        }
        #expect(throws: Store.Refusal.valueInUse("dev")) {
            let attribute = Store.RoutingAttribute(name: "environment", defaultValues: ["prod", "dev"])
            try store.setRouting(attribute, of: Fixture.base)
        }
        #expect(store == before)
        try store.setRouting(nil, of: Fixture.base)
        try store.setValues(["live"], of: Fixture.stagingEnvironment)
    }

    @Test func `may be default values too where the two are not shared`() throws {
        var store = try Fixture.attached()
        store.sharesDefaults = false
        try store.setValues(["live"], of: Fixture.stagingEnvironment)
        try store.setRouting(
            Store.RoutingAttribute(name: "environment", defaultValues: ["live", "dev"]),
            of: Fixture.base
        )
        #expect(try store.environment(Fixture.stagingEnvironment).values == ["live"])
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
