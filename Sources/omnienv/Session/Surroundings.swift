import ArgumentParser
import Diagnostics
import OmniAPI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The arguments and variables as the caller gave them, before they become texts.
enum Surroundings {
    /// The variables in which a replaced byte would name another file, host or secret.
    private static let variables =
        [
            "OMNI_BASE_URL", "OMNI_API_TOKEN", "OMNI_API_KEY", "OMNI_CONFIG_PATH",
            "OMNI_CONFIG_DIR", "OMNIENV_STATE_USERNAME", "OMNIENV_STATE_PASSWORD", "TF_HTTP_ADDRESS",
            "TF_HTTP_LOCK_ADDRESS", "TF_HTTP_UNLOCK_ADDRESS", "TF_HTTP_USERNAME", "TF_HTTP_PASSWORD",
            "CI_API_V4_URL", "CI_JOB_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL",
            "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy",
        ] + SettingVariable.allCases.map(\.rawValue)

    /// Those that hold a secret, which an argument may repeat: then it must not be shown even before a command has begun.
    private static let secrets = [
        "OMNI_API_TOKEN", "OMNI_API_KEY", "OMNIENV_STATE_PASSWORD", "TF_HTTP_PASSWORD", "CI_JOB_TOKEN",
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    ]

    /// From now on no secret of the caller's is shown. A terminal of no width, as some pipelines have it, is one whose width
    /// nobody knows.
    static func prepare() {
        let variables = Variables()
        for secret in secrets.compactMap({ variables[$0] }) {
            StandardStreams.hide(Redaction(of: secret))
        }
        guard let columns = getenv("COLUMNS"), let width = Int(String(cString: columns)), width <= 0 else {
            return
        }
        unsetenv("COLUMNS")
    }

    /// - Throws: a usage error where the system does not show the arguments, of which there is always one, the program's
    ///   own name: nothing would be taken for no command. And one for bytes that are not UTF-8: they are replaced in a
    ///   text, which would then name another file.
    static func check() throws {
        guard CommandLine.argc > 0 else {
            throw ValidationError("the arguments cannot be read, since there is no /proc here: mount it")
        }
        let arguments = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
        for case let argument? in arguments.dropFirst() where String(validatingCString: argument) == nil {
            throw ValidationError(
                "the argument \(String(cString: argument).quoted) is not UTF-8: rename the file, or name a link to it that is"
            )
        }
        for name in variables {
            guard let value = getenv(name), String(validatingCString: value) == nil else { continue }
            throw ValidationError("\(name) is not UTF-8: set it anew")
        }
        try SettingVariable.check()
    }
}
