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
        help: ArgumentHelp(
            "A file that holds the API token. Without it --profile's, OMNI_API_TOKEN, OMNI_API_KEY, or the default profile's.",
            valueName: "path"
        ),
        completion: .file(),
        transform: GivenPath.checked
    )
    var tokenFile: String?

    @Option(
        help: ArgumentHelp("A profile of Omni's own command line.", valueName: "name"),
        completion: .custom { _, _, _ in Completion.harmless(ProfileFile.names(Variables())) }
    )
    var profile: String?

    @Option(help: ArgumentHelp("How many requests to send in any 60 seconds.", valueName: "requests"))
    var rate = ClientSettings.defaultRate

    func validate() throws {
        if rate < 1 { throw ValidationError("--rate takes a number from 1 up") }
    }
}

/// What holds from the moment on at which the process knows a token.
enum Secrecy {
    /// The token is in nothing that the process says, and its memory in no file when it ends badly.
    static func begin(_ token: APIToken) {
        StandardStreams.hide(token)
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        #if canImport(Glibc)
            _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #else
            _ = setrlimit(RLIMIT_CORE, &none)
        #endif
        _ = forbid_dumps()
    }
}
