import CProcess
import OmniAPI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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
