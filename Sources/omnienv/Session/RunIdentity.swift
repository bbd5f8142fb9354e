import FoundationEssentials
import Manifest
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

    /// A text that every command of one job has, and no other job; `nil` outside of a pipeline. The number of a run is
    /// shared by the jobs of a matrix.
    var jobLockID: String? {
        let (number, parts) =
            variables["CI_JOB_ID"].map { ($0, [$0]) }
            ?? variables["GITHUB_RUN_ID"].map { run in
                let names = ["GITHUB_RUN_ATTEMPT", "GITHUB_JOB", "RUNNER_NAME"]
                return (run, [run] + names.map { variables[$0] ?? "" })
            } ?? ("", [])
        guard !number.isEmpty else { return nil }
        return "omnienv-job-\(number.slug)-\(Digest(ofTexts: parts).text.prefix(8))"
    }

    /// - Parameter id: in place of the job's own.
    func lock(_ operation: String, id: String?) -> StoreLock {
        let process = ProcessInfo.processInfo
        return StoreLock(
            id: id ?? jobLockID
                ?? "omnienv-\(process.hostName.slug)-\(process.processIdentifier)-\(Self.random)",
            operation: operation,
            info: job ?? "",
            who: who,
            version: OmnienvVersion.current.description,
            created: Self.now
        )
    }

    /// A lock that nobody's job frees by itself.
    func hold(reason: String) -> StoreLock {
        let lock = lock("hold", id: "omnienv-hold-\(reason.slug)-\(Self.random)")
        return StoreLock(
            id: lock.id,
            operation: lock.operation,
            info: reason,
            who: lock.who,
            version: lock.version,
            created: lock.created
        )
    }

    private static var random: String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

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

extension String {
    /// Up to 60 letters, digits and hyphens that stand for it in an id.
    fileprivate var slug: String {
        let words = lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return String(words.joined(separator: "-").prefix(60))
    }
}
