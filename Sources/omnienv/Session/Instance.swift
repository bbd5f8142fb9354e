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
        let sources = try Sources(options, environment: environment)
        url = try Self.url(sources, manifest: manifest, state: state)
        (token, tokenSource) = try sources.token(options)
    }

    /// The address alone, for what is done without a token. `nil` when nothing names one.
    static func knownURL(_ options: ConnectionOptions, manifest: Manifest?) throws(SessionError)
        -> InstanceURL?
    {
        let sources = try Sources(options, environment: ProcessInfo.processInfo.environment)
        do {
            return try url(sources, manifest: manifest)
        } catch {
            guard case .noBaseURL = error else { throw error }
            return nil
        }
    }

    private static func url(
        _ sources: Sources,
        manifest: Manifest?,
        state: State? = nil
    ) throws(SessionError) -> InstanceURL {
        let wanted = try manifest?.instance.map { text throws(SessionError) in
            try parse(text.value, source: "the manifest's instance")
        }
        guard let (text, source) = sources.baseURL else {
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

/// The places that may name an address or a token, in order.
private struct Sources {
    let baseURL: (text: String, source: String)?
    private let tokens: [(text: String?, source: String)]

    init(_ options: ConnectionOptions, environment: [String: String]) throws(SessionError) {
        let home = environment["HOME"] ?? ""
        let profile = try Profile.load(options.profile, home: home, now: Date())
        let named = { (name: String) in (environment[name].flatMap { $0.isEmpty ? nil : $0 }, name) }
        let profileURL = (profile?.endpoint, "the profile \"\(profile?.name ?? "")\"")
        let profileToken = (profile?.token, profileURL.1)
        let isChosen = options.profile != nil
        let urls =
            [(options.baseURL, "--base-url")]
            + (isChosen ? [profileURL, named("OMNI_BASE_URL")] : [named("OMNI_BASE_URL"), profileURL])
        let variables = [named("OMNI_API_TOKEN"), named("OMNI_API_KEY")]
        baseURL = urls.lazy.compactMap { text, source in text.map { ($0, source) } }.first
        tokens = isChosen ? [profileToken] + variables : variables + [profileToken]
    }

    func token(_ options: ConnectionOptions) throws(SessionError) -> (APIToken, String) {
        guard let path = options.tokenFile else {
            let first = tokens.lazy.compactMap { text, source in text.map { ($0, source) } }.first
            guard let (text, source) = first else { throw .noToken }
            return (try parse(text, source), source)
        }
        do {
            let bytes = try File(path, .read).readAll()
            return (try parse(String(decoding: bytes, as: UTF8.self), "--token-file"), "--token-file")
        } catch let error as FileError {
            throw .file(error)
        } catch let error as SessionError {
            throw error
        } catch {
            throw .token(.empty, source: path)
        }
    }

    private func parse(_ text: String, _ source: String) throws(SessionError) -> APIToken {
        do {
            return try APIToken(text)
        } catch {
            throw .token(error, source: source)
        }
    }
}
