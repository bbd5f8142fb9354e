import Diagnostics
import DurableFiles
import FoundationEssentials
import HTTPTransport
import Manifest
import OmniAPI
import OmniModel
import Planning
import Synchronization

/// Which Omni to talk to, and as whom. Both come from the operator: flags go before environment variables, these before
/// the profile file. A manifest and a state only say which instance they are for.
struct Instance {
    let url: InstanceURL
    let token: APIToken
    /// Where the token was found, for a message when Omni does not accept it.
    let tokenSource: String

    init(
        _ options: ConnectionOptions,
        manifest: Manifest?,
        variables: Variables = Variables()
    ) throws(CommandError) {
        let settings = try InstanceSettings(options, variables)
        guard let url = settings.address.value else {
            throw .noBaseURL(profiles: Profile.path(variables))
        }
        try manifest?.check(url)
        guard let token = settings.token.value, let source = settings.token.source else { throw .noToken }
        (self.url, self.token, tokenSource) = (url, token, source)
    }

    var name: PlanInstance { PlanInstance(url: url, source: .operator) }
}

/// Which Omni, and as whom, as far as the operator's settings say so.
struct InstanceSettings {
    let address: Setting<InstanceURL?>
    let token: Setting<APIToken?>

    init(_ options: ConnectionOptions, _ variables: Variables = Variables()) throws(CommandError) {
        let sources = Sources(options, variables)
        let credential = try sources.credential()
        token = Setting(credential?.token, from: credential?.source)
        address = try sources.address(for: credential)
    }
}

extension PlanInstance {
    /// The instance that is worked for without asking anything of it: the operator's, or else the one that the manifest
    /// or the state is bound to. `nil` when nothing names one: a default profile that cannot be read names none.
    init?(_ options: ConnectionOptions, manifest: Manifest?, state: State?) throws(CommandError) {
        if let url = try Self.operators(options) {
            try manifest?.check(url)
            self.init(url: url, source: .operator)
        } else if let url = manifest?.instance?.value {
            self.init(url: url, source: .manifest)
        } else if let url = state.flatMap({ try? InstanceURL($0.header.instance) }) {
            self.init(url: url, source: .state)
        } else {
            return nil
        }
    }

    private static func operators(_ options: ConnectionOptions) throws(CommandError) -> InstanceURL? {
        do {
            return try InstanceSettings(options).address.value
        } catch {
            switch error {
            case .unreadableProfiles, .file, .writableByOthers: if options.profile.value == nil { return nil }
            default: break
            }
            throw error
        }
    }
}

extension Manifest {
    /// Whether it may be used with that instance.
    fileprivate func check(_ url: InstanceURL) throws(CommandError) {
        guard let wanted = instance?.value, wanted != url else { return }
        throw .otherInstance(manifest: wanted.description, given: url.description)
    }
}

/// The places that may name an address or a token, in order. The profile file is read only when it is asked for by
/// name, or when nothing else gives a token: a broken one harms nobody who does without it.
private struct Sources {
    struct Credential {
        let token: APIToken
        let source: String
        /// The profile that gives the token: the token goes nowhere but to its address.
        var profile: Profile?
    }

    private typealias Source = (text: String, source: String)

    private let options: ConnectionOptions
    private let variables: Variables

    init(_ options: ConnectionOptions, _ variables: Variables) {
        (self.options, self.variables) = (options, variables)
    }

    /// The token. A profile that was chosen goes before the variables, the default one comes after them.
    func credential() throws(CommandError) -> Credential? {
        let file = options.tokenPath
        if let path = file.value, let source = file.source {
            return Credential(token: try parse(try Self.content(of: path), source), source: source)
        }
        let variable = named(["OMNI_API_TOKEN", "OMNI_API_KEY"])
        if options.profile.value != nil || variable == nil, let profile = try profile(),
            let text = profile.token
        {
            let source = "the profile \"\(profile.name)\""
            return Credential(token: try parse(text, source), source: source, profile: profile)
        }
        guard let (text, source) = variable else { return nil }
        return Credential(token: try parse(text, source), source: source)
    }

    /// Where that token may go.
    func address(for credential: Credential?) throws(CommandError) -> Setting<InstanceURL?> {
        let given = try given.map { source throws(CommandError) in (try Self.url(source), source.source) }
        guard let profile = credential?.profile else { return Setting(given?.0, from: given?.1) }
        guard let endpoint = profile.endpoint else { throw .profileWithoutAddress(profile.name) }
        let source = "the profile \"\(profile.name)\""
        let own = try Self.url((endpoint, source))
        if let given, given.0 != own {
            throw .profileElsewhere(profile.name, own: own.description, given: given.0.description)
        }
        return Setting(own, from: source)
    }

    /// By a flag, or by the variable.
    private var given: Source? {
        options.baseURL.map { ($0, "--base-url") } ?? named(["OMNI_BASE_URL"])
    }

    private func profile() throws(CommandError) -> Profile? {
        try Profile.load(options.profile.value, in: Profile.path(variables), now: Date())
    }

    private func named(_ names: [String]) -> Source? {
        names.lazy.compactMap { name in
            variables[name].map { ($0, name) }
        }.first
    }

    private func parse(_ text: String, _ source: String) throws(CommandError) -> APIToken {
        do {
            let token = try APIToken(text)
            token.keepSecret()
            return token
        } catch {
            throw .token(error, source: source)
        }
    }

    private static func url(_ source: Source) throws(CommandError) -> InstanceURL {
        do {
            return try InstanceURL(source.text)
        } catch {
            throw .baseURL(error, source: source.source)
        }
    }
}

extension Sources {
    private static let contents = Mutex<[String: String]>([:])

    /// What `--token-file` names, read once a run: a pipe has its content only once.
    private static func content(of path: String) throws(CommandError) -> String {
        if let content = contents.withLock({ $0[path] }) { return content }
        let content = try read(path)
        contents.withLock { $0[path] = content }
        return content
    }

    private static func read(_ path: String) throws(CommandError) -> String {
        do throws(FileError) {
            let file = try File(path, .read)
            if try !file.isWritableByOthers { return String(decoding: try file.readAll(), as: UTF8.self) }
        } catch {
            throw .file(error)
        }
        throw .writableByOthers(path)
    }
}

extension Instance {
    func settings(rate: Int) throws(CommandError) -> ClientSettings {
        let variables = Variables().dictionary
        return ClientSettings(
            instance: url,
            token: token,
            rate: rate,
            proxy: try Self.proxy(variables, for: url),
            roots: try Self.roots(variables, for: url),
            userAgent: "omnienv/\(OmnienvVersion.current)"
        )
    }

    static func proxy(_ variables: [String: String], for url: InstanceURL) throws(CommandError) -> Proxy? {
        do { return try Proxy.named(in: variables, for: url) } catch { throw .proxy(error) }
    }

    static func roots(_ variables: [String: String], for url: InstanceURL) throws(CommandError) -> TrustRoots
    {
        do { return try TrustRoots.named(in: variables, for: url) } catch { throw .roots(error) }
    }
}
