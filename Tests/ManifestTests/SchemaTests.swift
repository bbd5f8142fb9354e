import FoundationEssentials
import Testing

@testable import Manifest

@Suite struct SchemaTests {
    private struct Schema: Decodable {
        struct Object: Decodable {
            let required: [String]
            let properties: [String: Property]
        }

        struct Property: Decodable {
            let required: [String]?
            let properties: [String: Nothing]?
            let `enum`: [String]?
        }

        struct Nothing: Decodable {}

        struct Definitions: Decodable {
            let baseConnection: Object
            let environment: Object
            let target: Target
        }

        struct Target: Decodable {
            let anyOf: [Property]
        }

        let required: [String]
        let properties: [String: Nothing]
        let definitions: Definitions

        enum CodingKeys: String, CodingKey {
            case required, properties
            case definitions = "$defs"
        }
    }

    @Test func `the schema has the keys that the decoder takes, and asks for the same ones`() throws {
        let schema = try JSONDecoder().decode(Schema.self, from: Data(ManifestSchema.text.utf8))
        #expect(schema.properties.keys.sorted() == RootField.names.sorted())
        #expect(schema.required == RootField.required.map(\.rawValue))
        let base = schema.definitions.baseConnection
        #expect(base.properties.keys.sorted() == BaseField.names.sorted())
        #expect(base.required == BaseField.required.map(\.rawValue))
        #expect(base.properties["isolation"]?.enum == Isolation.allCases.map(\.rawValue))
        let attribute = base.properties["userAttribute"]
        #expect(attribute?.properties?.keys.sorted() == UserAttributeField.names.sorted())
        #expect(attribute?.required == UserAttributeField.required.map(\.rawValue))
        let target = schema.definitions.target.anyOf.last
        #expect(target?.properties?.keys.sorted() == TargetField.names.sorted())
        #expect(target?.required == TargetField.required.map(\.rawValue))
        let environment = schema.definitions.environment
        #expect(environment.properties.keys.sorted() == EnvironmentField.names.sorted())
        #expect(environment.required == EnvironmentField.required.map(\.rawValue))
    }
}
