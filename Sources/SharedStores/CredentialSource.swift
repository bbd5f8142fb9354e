import FoundationEssentials
import JSONText
package import StateStore
import Subprocess
import Synchronization

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

/// Where credentials for S3 come from, in this order: the variables, then the profile in AWS's shared files, which may
/// name a process that brings them. They are kept until they expire, or the store says that they have.
package final class CredentialSource: Sendable {
    /// How long before they expire credentials are replaced, in seconds.
    private static let margin = 60.0

    private let variables: [String: String]
    private let kept = Mutex<AWSCredentials?>(nil)
    private let hide: @Sendable (String) -> Void

    /// - Parameter hide: told of everything that may appear in no output.
    package init(_ variables: [String: String], hide: @escaping @Sendable (String) -> Void) {
        (self.variables, self.hide) = (variables, hide)
    }

    /// The region of the profile that would give the credentials.
    package var profileRegion: String? {
        get throws(StoreError) { try SharedFiles(variables)[profile]?["region"] }
    }

    private var profile: String { variables["AWS_PROFILE"] ?? "default" }

    /// - Parameter refused: credentials that the store calls expired.
    package func credentials(besides refused: AWSCredentials? = nil) async throws(StoreError)
        -> AWSCredentials
    {
        let now = Date().timeIntervalSince1970
        if let kept = kept.withLock({ $0 }), kept != refused,
            kept.expires.map({ $0 - now > Self.margin }) ?? true
        {
            return kept
        }
        let found = try await load()
        for secret in found.secrets { hide(secret) }
        guard found.canBeSent else {
            throw .credentials("they are empty, or hold white space or a character that no header can have")
        }
        kept.withLock { $0 = found }
        return found
    }

    private func load() async throws(StoreError) -> AWSCredentials {
        switch (variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"]) {
        case (let key?, let secret?):
            return AWSCredentials(key: key, secret: secret, session: variables["AWS_SESSION_TOKEN"])
        case (nil, nil): return try await loadProfile()
        case (nil, _): throw .credentials("AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not")
        case (_, nil): throw .credentials("AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not")
        }
    }

    private func loadProfile() async throws(StoreError) -> AWSCredentials {
        guard let section = try SharedFiles(variables)[profile] else {
            throw .credentials(
                variables["AWS_PROFILE"] == nil
                    ? "there are none: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE for a profile in the shared files"
                    : "the shared files have no profile \"\(profile)\", which AWS_PROFILE names"
            )
        }
        // Its own keys would be somebody else's than the role's.
        guard section["role_arn"] == nil || section["credential_process"] != nil else {
            throw .credentials(
                "the profile \"\(profile)\" names a role: name a credential_process that brings credentials of the role"
            )
        }
        if section["role_arn"] == nil, let key = section["aws_access_key_id"],
            let secret = section["aws_secret_access_key"]
        {
            return AWSCredentials(
                key: key,
                secret: secret,
                session: section["aws_session_token"].flatMap { $0.isEmpty ? nil : $0 }
            )
        }
        guard let command = section["credential_process"] else {
            throw .credentials(
                "the profile \"\(profile)\" has neither keys nor a credential_process, which brings every other login"
            )
        }
        return try await CredentialProcess(command, variables).run()
    }
}

/// A program of the operator's own files that prints credentials. It runs without a shell and without omnienv's secrets,
/// and nothing that it says is shown.
struct CredentialProcess {
    private static let limit = 64 << 10
    private static let longest = Duration.seconds(30)
    /// What no other program has to know.
    private static let secrets = [
        "OMNI_API_TOKEN", "OMNI_API_KEY", "TF_HTTP_PASSWORD", "CI_JOB_TOKEN", "OMNIENV_STATE_PASSWORD",
    ]

    private let words: [String]
    private let variables: [String: String]

    init(_ command: String, _ variables: [String: String]) {
        words = Self.words(of: command)
        self.variables = variables.filter { !Self.secrets.contains($0.key) }
    }

    /// Split at spaces; what stands in quotes is one word.
    static func words(of command: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in command {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                (quote, word) = (character, word ?? "")
            } else if quote == nil, character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    func run() async throws(StoreError) -> AWSCredentials {
        guard let program = words.first else { throw .credentials("credential_process is empty") }
        guard let output = await output(of: program) else {
            throw .credentials(
                "credential_process did not bring credentials: it failed, took longer than 30 s, or printed too much"
            )
        }
        guard let credentials = Self.credentials(in: output) else {
            throw .credentials("credential_process did not print credentials of version 1")
        }
        return credentials
    }

    /// `nil` when it did not come to a good end in time.
    private func output(of program: String) async -> [UInt8]? {
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        let keys = variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let configuration = Configuration(
            executable: executable,
            arguments: Arguments(Array(words.dropFirst())),
            environment: .custom(Dictionary(keys) { first, _ in first })
        )
        return await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                guard
                    let result = try? await Subprocess.run(
                        configuration,
                        input: .none,
                        output: .bytes(limit: Self.limit),
                        error: .discarded
                    ), result.terminationStatus.isSuccess
                else { return nil }
                return result.standardOutput
            }
            group.addTask {
                try? await Task.sleep(for: Self.longest)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// `nil` for anything but the credentials of version 1, and for an end that cannot be read: nobody would know when to ask
    /// for others.
    static func credentials(in output: [UInt8]) -> AWSCredentials? {
        guard let json = try? JSONValue(reading: output), json["Version"]?.number == 1,
            let key = json["AccessKeyId"]?.string, let secret = json["SecretAccessKey"]?.string
        else { return nil }
        var expires: Date?
        if let end = json["Expiration"], !end.isNull {
            expires = end.string.flatMap(Date.init(iso8601:))
            guard expires != nil else { return nil }
        }
        return AWSCredentials(
            key: key,
            secret: secret,
            session: json["SessionToken"]?.string.flatMap { $0.isEmpty ? nil : $0 },
            expires: expires?.timeIntervalSince1970
        )
    }
}

extension Date {
    /// With or without fractions of a second.
    fileprivate init?(iso8601 text: String) {
        let formats = [false, true].map { Date.ISO8601FormatStyle(includingFractionalSeconds: $0) }
        guard let date = formats.lazy.compactMap({ try? $0.parse(text) }).first else { return nil }
        self = date
    }
}
