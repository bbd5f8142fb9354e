import FoundationEssentials
import OmniModel
import Planning
import StateStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who runs omnienv and where, as the state's history and a lock name them.
struct RunIdentity {
    private let variables: Variables

    init(_ variables: Variables = Variables()) {
        self.variables = variables
    }

    /// Such as `ci@runner-7`.
    var who: String { "\(user)@\(ProcessInfo.processInfo.hostName)" }

    var user: String { variables["USER"] ?? "user \(getuid())" }

    /// The address of the pipeline's job, if this is one.
    var job: String? {
        if let address = variables["CI_JOB_URL"] { return address }
        guard let server = variables["GITHUB_SERVER_URL"], let repository = variables["GITHUB_REPOSITORY"],
            let run = variables["GITHUB_RUN_ID"]
        else { return nil }
        return "\(server)/\(repository)/actions/runs/\(run)"
    }

    /// The commit that the pipeline says it works on.
    var commit: String? { variables["CI_COMMIT_SHA"] ?? variables["GITHUB_SHA"] }

    /// The current time as ISO 8601 in UTC.
    static var now: String { Date().formatted(.iso8601) }

    /// The record of an apply that begins now.
    func run(_ plan: Plan, digest: Digest?) -> RecordedRun {
        RecordedRun(
            id: UUID().uuidString.lowercased(),
            start: Self.now,
            who: who,
            place: job ?? FileManager.default.currentDirectoryPath,
            commit: commit,
            digest: digest?.text,
            bases: plan.bases.filter { !$0.steps.isEmpty }.map(\.connection)
        )
    }
}
