import OmniAPI
import Reconciler

/// What keeps a command from reaching Omni or its own files, with the exit code that it means.
enum SessionError: Error {
    case file(FileError)
    /// A token or profile file.
    case writableByOthers(String)
    case unknownProfile(String, path: String, known: [String])
    case expiredProfile(String)
    case unreadableProfiles(path: String)
    case noBaseURL
    case baseURL(InstanceURLError, source: String)
    case noToken
    case token(APITokenError, source: String)
    case otherInstance(manifest: String, given: String)
    case proxy(ProxyError)
    /// Neither a manifest nor a state.
    case nothingToCompare(manifest: String, state: String)

    var status: ExitStatus {
        switch self {
        case .file, .unreadableProfiles: .failed
        case .unknownProfile, .noBaseURL, .baseURL, .proxy: .usage
        case .expiredProfile, .noToken, .token, .writableByOthers: .unauthorized
        case .otherInstance: .refused
        case .nothingToCompare: .invalidManifest
        }
    }
}

extension SessionError: CustomStringConvertible {
    var description: String {
        switch self {
        case .file(let error): error.description
        case .writableByOthers(let path):
            """
            \(path.quoted) can be written by others than you, who could put another token or address there: \
            make it yours alone with chmod 600 \(path.shellWord)
            """
        case .unknownProfile(let name, let path, let known):
            "there is no profile \"\(name)\" in \"\(path)\"; it has: \(known.joined(separator: ", "))"
        case .expiredProfile(let name):
            "the token of the profile \"\(name)\" has expired: log in again with Omni's command line, or set OMNI_API_TOKEN"
        case .unreadableProfiles(let path):
            "\"\(path)\" is not a profile file of Omni's command line: mend it, or give --base-url and --token-file"
        case .noBaseURL:
            "no Omni instance is named: give --base-url, set OMNI_BASE_URL, or write \"instance\" into the manifest"
        case .baseURL(let error, let source): "\(error) (from \(source))"
        case .noToken: "no API token is given: set OMNI_API_TOKEN, or give --token-file or --profile"
        case .token(let error, let source): "\(error) (from \(source))"
        case .otherInstance(let manifest, let given):
            "the manifest is for \(manifest), not for \(given): choose the manifest or the address of the other"
        case .proxy(let error): error.description
        case .nothingToCompare(let manifest, let state):
            "there is neither a manifest \"\(manifest)\" nor a state \"\(state)\": name them with -f and --state"
        }
    }
}
