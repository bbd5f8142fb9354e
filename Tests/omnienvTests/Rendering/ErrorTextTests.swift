import Diagnostics
import DurableFiles
import HTTPTransport
import JSONText
import OmniAPI
import OmniModel
import Planning
import StateStore
import Testing

@testable import omnienv

/// The words and the exit code of whatever keeps a command from its work, in one golden file.
@Suite("Words of errors")
struct ErrorTextTests {
    @Test func `each error has its words and its exit code`() throws {
        let lines = Self.errors.map { error in
            "\(ExitStatus(of: error).rawValue)  \(TerminalText(of: error).escaped)\n"
        }
        try GoldenFile("errors.text").expect(lines.joined())
    }

    private static var errors: [any Error] {
        commandErrors + planFailures + stateErrors + storeErrors + omniErrors
    }

    private static let file = FileError(.open, "tokens/omni", number: 13)
    private static let lock = StoreLock(
        id: "5d0a7b52-0000-4000-8000-000000000000",
        operation: "apply",
        info: "https://ci.example/jobs/4711",
        who: "ci@runner-7",
        version: "1.0.0",
        created: "2026-01-01T00:00:00Z"
    )

    private static let commandErrors: [any Error] = [
        CommandError.file(file),
        CommandError.writableByOthers("tokens/omni"),
        CommandError.unknownProfile("prod", path: "profiles.json", known: ["dev", "stage"]),
        CommandError.expiredProfile("prod"),
        CommandError.unreadableProfiles(path: "profiles.json"),
        CommandError.noBaseURL(profiles: "profiles.json"),
        CommandError.profileWithoutAddress("prod"),
        CommandError.profileElsewhere("prod", own: "https://a.omniapp.co", given: "https://b.omniapp.co"),
        CommandError.baseURL(.noScheme, source: "--base-url"),
        CommandError.noToken,
        CommandError.token(.empty, source: "OMNI_API_TOKEN"),
        CommandError.tokenRefused(
            omniError(.authentication(status: 401, detail: nil)),
            source: "--token-file"
        ),
        CommandError.otherInstance(manifest: "https://a.omniapp.co", given: "https://b.omniapp.co"),
        CommandError.nothingToCompare(manifest: "omnienv.yaml", state: "omnienv.state.jsonl"),
        CommandError.noState(path: "omnienv.state.jsonl"),
        CommandError.unknownBases(["wh"], known: ["warehouse"]),
        CommandError.alreadyThere(path: "omnienv.yaml"),
        CommandError.nothingListed,
        CommandError.invalidExport,
        CommandError.noSharedStore("omnienv.state.jsonl", purpose: "there is no lock to show"),
        CommandError.storeLocked(lock, isOwn: false),
        CommandError.storeLocked(lock, isOwn: true),
        CommandError.storeLocked(nil, isOwn: false),
        CommandError.unsaved(.stale, store: "s3://states/omni", path: "omnienv.rescue.jsonl"),
        CommandError.otherLock(lock, store: "s3://states/omni"),
        CommandError.otherLock(nil, store: "s3://states/omni"),
        CommandError.noJob,
        CommandError.otherLineage,
        CommandError.olderSerial(3, than: 5),
    ]

    private static let planFailures: [any Error] = [
        PlanFailure.emptyList(recorded: 12),
        PlanFailure.oddRow(lacks: "connectionEnvironments[2].id"),
        PlanFailure.noList,
        PlanFailure.unresolvedIntents([Address(base: "warehouse", environment: "eu")], isOffline: false),
        PlanFailure.unresolvedIntents([Address(base: "warehouse", environment: "eu")], isOffline: true),
    ]

    private static let stateErrors: [any Error] = [
        StateError.unusable(path: "omnienv.state.jsonl", .noHeader),
        StateError.unusable(path: "omnienv.state.jsonl", .otherFormat(9)),
        StateError.unusable(path: "omnienv.state.jsonl", .badLine(7, .mergeMarker)),
        StateError.unusable(path: "omnienv.state.jsonl", .badLine(7, .newerRecord("quota"))),
        StateError.unusable(path: "omnienv.state.jsonl", .badLine(7, .notUUID(field: "connection", "x"))),
        StateError.otherInstance(
            path: "omnienv.state.jsonl",
            state: "https://a.omniapp.co",
            wanted: "https://b.omniapp.co"
        ),
        StateError.file(file),
        StateError.unwritable(path: "states/omnienv.state.jsonl", FileError(.open, "states", number: 2)),
        StateError.locked(path: "omnienv.state.jsonl", holder: nil),
        StateError.replaced(path: "omnienv.state.jsonl"),
    ]

    private static let storeErrors: [any Error] = [
        StoreError.locked(lock), StoreError.notHeld(by: lock), StoreError.notHeld(by: nil), StoreError.stale,
        StoreError.cannotLock, StoreError.noMark,
        StoreError.permission(status: 403, detail: "denied", hint: nil),
        StoreError.refused(status: 409, detail: nil), StoreError.unreachable("no such host"),
        StoreError.copy("cannot read \"omnienv.state.jsonl\": permission denied"),
        StoreError.answerLost("the connection was closed"), StoreError.foreign("it is a state of Terraform"),
        StoreError.credentials("there are none"), StoreError.interrupted,
    ].map { StateError.store(name: "s3://states/omni", $0) }

    private static let omniErrors: [any Error] = [
        omniError(.permission(detail: nil)), omniError(.refused(status: 400, detail: "value already in use")),
        omniError(.rateLimited(waited: .seconds(600), detail: nil)),
        omniError(.server(status: 502, detail: nil)),
        omniError(.unreachable(.connectionRefused)), omniError(.unreachable(.hostNotFound)),
        omniError(.unreadableAnswer(status: nil, .tooLarge(limit: 64 << 20))),
        omniError(.unreadableAnswer(status: 200, .unknownStatus)),
        omniError(.unreadableAnswer(status: 200, .json(.isPart("\"hasMore\": true")))),
        omniError(.redirected(status: 302, to: "https://login.example")),
        omniError(.unsendable(value: "a,b")),
        omniError(.interrupted),
    ]

    private static func omniError(_ kind: OmniError.Kind) -> OmniError {
        OmniError(call: APICall(.put, "/v1/connection-environments/id-eu"), attempts: 1, kind: kind)
    }
}
