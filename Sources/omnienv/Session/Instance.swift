import FoundationEssentials
import OmniAPI
import Reconciler

/// Which Omni to talk to, and as whom. Design, section 7: flags go before environment variables, these before the
/// profile file, and the manifest's `instance` comes last.
struct Instance {
    let url: InstanceURL
    let token: APIToken
    /// Where the token was found, for a message when Omni does not accept it.
    let tokenSource: String

    /// - Parameter state: names the address when there is no manifest to do it.
    init(
        _ options: ConnectionOptions,
        manifest: Manifest?,
        state: State? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SessionError) {
        let sources = Sources(options, environment: environment)
        url = try Self.url(sources, manifest: manifest, state: state)
        (token, tokenSource) = try sources.token()
    }

    /// The address alone, for what is done without a token. `nil` when nothing names one: a default profile that
    /// cannot be read names none.
    static func knownURL(_ options: ConnectionOptions, manifest: Manifest?) throws(SessionError)
        -> InstanceURL?
    {
        let sources = Sources(options, environment: ProcessInfo.processInfo.environment)
        do {
            return try url(sources, manifest: manifest)
        } catch {
            switch error {
            case .noBaseURL: return nil
            case .unreadableProfiles, .file, .writableByOthers: if options.profile == nil { return nil }
            default: break
            }
            throw error
        }
    }

    private static func url(
        _ sources: Sources,
        manifest: Manifest?,
        state: State? = nil
    ) throws(SessionError) -> InstanceURL {
        let wanted = manifest?.instance?.value
        guard let (text, source) = try sources.baseURL() else {
            if let wanted { return wanted }
            guard let state else { throw .noBaseURL }
            return try parse(state.header.instance, source: "the state")
        }
        let url = try parse(text, source: source)
        if let wanted, wanted != url {
            throw .otherInstance(manifest: wanted.description, given: url.description)
        }
        return url
    }

    private static func parse(_ text: String, source: String) throws(SessionError) -> InstanceURL {
        do {
            return try InstanceURL(text)
        } catch {
            throw .baseURL(error, source: source)
        }
    }
}

/// The places that may name an address or a token, in order. The profile file is read only when it is asked for by
/// name, or when what goes before it names nothing: a broken one harms nobody who does without it.
private struct Sources {
    private typealias Source = (text: String, source: String)

    private let options: ConnectionOptions
    private let environment: [String: String]

    init(_ options: ConnectionOptions, environment: [String: String]) {
        (self.options, self.environment) = (options, environment)
    }

    func baseURL() throws(SessionError) -> (text: String, source: String)? {
        if let url = options.baseURL { return (url, "--base-url") }
        return try first(named(["OMNI_BASE_URL"]), or: \.endpoint)
    }

    func token() throws(SessionError) -> (APIToken, String) {
        if let path = options.tokenFile {
            return (try parse(try content(of: path), "--token-file"), "--token-file")
        }
        guard let (text, source) = try first(named(["OMNI_API_TOKEN", "OMNI_API_KEY"]), or: \.token) else {
            throw .noToken
        }
        return (try parse(text, source), source)
    }

    /// A profile that was chosen goes before the variables, the default one comes after them.
    private func first(_ variable: Source?, or field: KeyPath<Profile, String?>) throws(SessionError)
        -> Source?
    {
        if options.profile == nil, let variable { return variable }
        let home = environment["HOME"] ?? ""
        guard let profile = try Profile.load(options.profile, home: home, now: Date()),
            let text = profile[keyPath: field]
        else { return variable }
        return (text, "the profile \"\(profile.name)\"")
    }

    private func named(_ variables: [String]) -> Source? {
        variables.lazy.compactMap { name in
            environment[name].flatMap { $0.isEmpty ? nil : ($0, name) }
        }.first
    }

    private func content(of path: String) throws(SessionError) -> String {
        do throws(FileError) {
            let file = try File(path, .read)
            if try !file.isWritableByOthers { return String(decoding: try file.readAll(), as: UTF8.self) }
        } catch {
            throw .file(error)
        }
        throw .writableByOthers(path)
    }

    private func parse(_ text: String, _ source: String) throws(SessionError) -> APIToken {
        do {
            let token = try APIToken(text)
            Secrecy.begin(token)
            return token
        } catch {
            throw .token(error, source: source)
        }
    }
}
