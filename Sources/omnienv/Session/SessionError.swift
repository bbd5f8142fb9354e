import Diagnostics
import DurableFiles
import HTTPTransport
import OmniAPI
import OmniModel
import Synchronization

/// What keeps a command from reaching Omni or its own files, with the exit code that it means.
enum SessionError: Error {
    case file(FileError)
    /// A token or profile file.
    case writableByOthers(String)
    case unknownProfile(String, path: String, known: [String])
    case expiredProfile(String)
    case unreadableProfiles(path: String)
    /// The operator names no address; with the place where profiles were looked for.
    case noBaseURL(profiles: String)
    case profileWithoutAddress(String)
    /// A profile's token would go to another address than the profile's.
    case profileElsewhere(String, own: String, given: String)
    case baseURL(InstanceURLError, source: String)
    case noToken
    case token(APITokenError, source: String)
    case otherInstance(manifest: String, given: String)
    case proxy(ProxyError)
    case roots(TrustRootsError)
    /// Neither a manifest nor a state.
    case nothingToCompare(manifest: String, state: String)

    var status: ExitStatus {
        switch self {
        case .file, .unreadableProfiles: .failed
        case .unknownProfile, .noBaseURL, .profileWithoutAddress, .baseURL, .proxy, .roots: .usage
        case .expiredProfile, .noToken, .token, .writableByOthers: .unauthorized
        case .otherInstance, .profileElsewhere: .refused
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
            "\"\(path)\" is not a profile file of Omni's command line: correct it, or give --base-url and --token-file"
        case .noBaseURL(let profiles):
            """
            no Omni instance is named: set OMNI_BASE_URL or give --base-url (a profile's address counts where the profile, \
            in \(profiles.quoted), gives the token too; a manifest and a state never name where the token goes)
            """
        case .profileWithoutAddress(let name):
            """
            the profile "\(name.printable)" gives a token and no address that it may go to: set apiEndpoint in the profile, \
            or give --token-file and --base-url
            """
        case .profileElsewhere(let name, let own, let given):
            """
            refused: the token of the profile "\(name.printable)" is for \(own), not for \(given): unset OMNI_BASE_URL and \
            leave --base-url out, or give another token with OMNI_API_TOKEN or --token-file
            """
        case .baseURL(let error, let source): "\(error) (from \(source))"
        case .noToken: "no API token is given: set OMNI_API_TOKEN, or give --token-file or --profile"
        case .token(let error, let source): "\(error) (from \(source))"
        case .otherInstance(let manifest, let given):
            "the manifest is for \(manifest), not for \(given): choose the manifest or the address of the other"
        case .proxy(let error): error.description
        case .roots(let error): error.description
        case .nothingToCompare(let manifest, let state):
            "there is neither a manifest \"\(manifest)\" nor a state \"\(state)\": name them with -f and --state"
        }
    }
}

/// What `--token-file` names, read once a run: a pipe has its content only once.
enum TokenFile {
    private static let contents = Mutex<[String: String]>([:])

    static func content(of path: String) throws(SessionError) -> String {
        if let content = contents.withLock({ $0[path] }) { return content }
        let content = try read(path)
        contents.withLock { $0[path] = content }
        return content
    }

    private static func read(_ path: String) throws(SessionError) -> String {
        do throws(FileError) {
            let file = try File(path, .read)
            if try !file.isWritableByOthers { return String(decoding: try file.readAll(), as: UTF8.self) }
        } catch {
            throw .file(error)
        }
        throw .writableByOthers(path)
    }
}

/// Omni does not accept the token, or not for this.
struct TokenRefused: Error, CustomStringConvertible {
    let error: OmniError
    let source: String

    var description: String {
        "\(error) (the token came from \(source); set OMNI_API_TOKEN or give --token-file for another)"
    }
}
