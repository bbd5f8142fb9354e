import Foundation
import OmniSandbox
import Testing

/// What a finished command leaves behind: compared as one value.
struct Outcome: Equatable {
    let exitCode: Int32
    var stdout = ""
    var stderr = ""
}

extension Outcome {
    /// Both streams, for what may stand in neither or in either.
    var everything: String { stdout + stderr }

    func expect(exitCode: Int32, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(self.exitCode == exitCode, "\(everything)", sourceLocation: sourceLocation)
    }

    /// Standard output as JSON.
    func document() throws -> Document { try decoded(Document.self) }

    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(stdout.utf8))
    }
}

/// The parts of the JSON forms that tests look at; whatever a command leaves out is nil.
struct Document: Decodable {
    struct Base: Decodable {
        struct Change: Decodable, Equatable {
            let action: String
            var address: String?
            var before: [String]?
            var after: [String]?
            var cause: String?
        }

        struct Request: Decodable, Equatable {
            let method: String
            let addresses: [String]
            var values: [String]?
            let releases: Bool
        }

        struct Routing: Decodable {
            struct Move: Decodable {
                let value: String
            }

            let moves: [Move]
        }

        let label: String
        let changes: [Change]
        let requests: [Request]
        var routing: Routing?
    }

    struct LiftedGuard: Decodable, Equatable {
        let `guard`: String
        var values: [String]?
    }

    struct Outcome: Decodable, Equatable {
        let base: String
        let result: String
        var error: String?
        let attached: [String]
        let rolledBack: [RolledBack]
        var holds: [String]?

        private enum CodingKeys: String, CodingKey {
            case base, result, error, attached, holds
            case rolledBack = "rolled_back"
        }
    }

    struct RolledBack: Decodable, Equatable {
        let values: [String]
        let to: String
    }

    struct Unrouted: Decodable, Equatable {
        let base: String
        let values: [String]
        let certain: Bool
    }

    let formatVersion: String
    var instance: String?
    var liftedGuards: [LiftedGuard]?
    var basis: String?
    var hasChanges: Bool?
    var digest: String?
    var bases: [Base]?
    var valid: Bool?
    var complete: Bool?
    var interrupted: Bool?
    var summary: [String: Int]?
    var outcomes: [Outcome]?
    var routedToBase: [Unrouted]?

    private enum CodingKeys: String, CodingKey {
        case formatVersion = "format_version"
        case hasChanges = "has_changes"
        case routedToBase = "routed_to_base"
        case liftedGuards = "lifted_guards"
        case instance, basis, bases, digest, valid, complete, interrupted, summary, outcomes
    }
}

extension Outcome {
    /// With another address than the sandbox's, whose port is never the same, and without digests, which contain it.
    func shown(in world: World) -> Outcome {
        let text =
            stdout
            .replacing("http://127.0.0.1:\(world.sandbox.port)", with: "https://myorg.omniapp.co")
            .replacing(/[0-9a-f]{32}/, with: "…")
        return Outcome(exitCode: exitCode, stdout: text, stderr: stderr)
    }
}
