import ArgumentParser
import CProcess
import OmniAPI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Omni's address, with or without /api. Without it OMNI_BASE_URL, or the address of the profile that gives the token.",
            valueName: "url"
        )
    )
    var baseURL: String?

    @Option(
        name: .customLong("token-file"),
        help: ArgumentHelp(
            "A file that holds the API token. Without it OMNIENV_TOKEN_FILE's, --profile's, OMNI_API_TOKEN, OMNI_API_KEY, or the default profile's.",
            valueName: "path"
        ),
        completion: .file(),
        transform: usablePath
    )
    var givenTokenFile: String?

    @Option(
        name: .customLong("profile"),
        help: ArgumentHelp(
            "A profile of Omni's own command line. Without it OMNIENV_PROFILE, or the default one.",
            valueName: "name"
        ),
        completion: .custom { _, _, _ in Completion.harmless(Profile.names(Variables())) }
    )
    var givenProfile: String?

    @OptionGroup private var rateOptions: RateOptions

    var rateSetting: Setting<Int> { rateOptions.setting }
    var rate: Int { rateSetting.value }

    /// The file that holds the token; `nil` where none is named.
    var tokenPath: Setting<String?> { Setting(givenTokenFile, "--token-file", .tokenFile) }
    /// The profile that is asked for by its name; `nil` where none is.
    var profile: Setting<String?> { Setting(givenProfile, "--profile", .profile) }
}

struct RateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How many requests to send in any 60 seconds. Without it OMNIENV_RATE, or \(ClientSettings.defaultRate).",
            valueName: "requests"
        )
    )
    var rate: Int?

    func validate() throws {
        if let rate, rate < 1 { throw ValidationError("--rate takes a number from 1 up") }
    }

    var setting: Setting<Int> { Setting(rate, "--rate", .rate, else: ClientSettings.defaultRate) }
}

extension APIToken {
    /// Keeps a text like a token, such as a store's password, which may have any characters.
    static func keepSecret(_ secret: String) { keepSecret(Redaction(of: secret)) }

    /// From now on the token is in nothing that the process says, and its memory in no file and no report when it ends badly.
    func keepSecret() { Self.keepSecret(redaction) }

    private static func keepSecret(_ secret: Redaction) {
        StandardStreams.hide(secret)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        #if canImport(Glibc)
            _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #else
            _ = setrlimit(RLIMIT_CORE, &none)
        #endif
        _ = forbid_dumps()
        // Swift's own report of a crash would show what registers point to.
        for crash in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV] { signal(crash, SIG_DFL) }
    }
}
