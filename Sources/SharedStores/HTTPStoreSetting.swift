import FoundationEssentials
import HTTPTransport
package import OmniModel
import StateStore

/// Where a state lies that an HTTP server keeps, and how it is asked for. The credentials go to the address's own origin
/// and nowhere else.
package struct HTTPStoreSetting: Sendable {
    /// Where all requests go.
    package let origin: InstanceURL
    /// The value of the `authorization` header; `nil` for none.
    package let authorization: String?
    /// What may appear in no output.
    package let secrets: [String]
    /// The address as messages name it, without credentials.
    package let name: String
    /// How the state is written, and where it is read by `GET`; all paths are beneath the origin.
    let state: APICall
    let lock: APICall
    let unlock: APICall
    /// Whether it is GitLab's own store, whose roles in a project say who may do what.
    let isGitLab: Bool

    func writePath(_ id: String) -> String { state.path.withQuery("ID", id) }

    /// GitLab and Gitea take the id from the query; who reads the body has it too.
    func unlockPath(_ id: String) -> String { unlock.path.withQuery("ID", id) }

    var lockHint: String? {
        isGitLab ? "locking and writing need the role Maintainer in the project" : nil
    }

    var readHint: String? { isGitLab ? "reading needs the role Developer in the project" : nil }

    var hiddenHint: String {
        "there is no such project, or the token may not see it: CI_PROJECT_ID names it"
    }

    var noLockHint: String { "it has no lock at this address, and without one two runs could write at once" }
}

/// Why a shared store cannot be used as it is named. Holds no credential.
package enum StoreSettingError: Error, Sendable, Hashable {
    /// The variable is not set.
    case missing(String, for: String)
    case address(String, InstanceURLError)
    /// Credentials would go to another host than the state's.
    case otherOrigin(String)
    case name(String)
    case bucket(String)
    case key(String)
    case region(String)
    case noRegion
    case unknownOption(String)
}

extension HTTPStoreSetting {
    /// Takes everything from Terraform's own variables, as pipelines have them (docs/state.md).
    ///
    /// - Throws: when an address is missing or cannot be used, or the lock's is at another origin than the state's.
    package init(terraform variables: [String: String]) throws(StoreSettingError) {
        guard let address = variables["TF_HTTP_ADDRESS"] else {
            throw .missing("TF_HTTP_ADDRESS", for: "http")
        }
        guard let lock = variables["TF_HTTP_LOCK_ADDRESS"] else {
            throw .missing("TF_HTTP_LOCK_ADDRESS", for: "http")
        }
        let unlock = variables["TF_HTTP_UNLOCK_ADDRESS"] ?? lock
        let (origin, path) = try Self.split(address, "TF_HTTP_ADDRESS")
        self.init(
            origin: origin,
            authorization: Self.basic(variables["TF_HTTP_USERNAME"], variables["TF_HTTP_PASSWORD"]),
            secrets: Self.secrets(variables["TF_HTTP_PASSWORD"]),
            name: "\(origin)\(path)",
            state: APICall(
                APIMethod(rawValue: variables["TF_HTTP_UPDATE_METHOD"] ?? "POST"),
                path
            ),
            lock: APICall(
                APIMethod(rawValue: variables["TF_HTTP_LOCK_METHOD"] ?? "LOCK"),
                try Self.path(lock, "TF_HTTP_LOCK_ADDRESS", of: origin)
            ),
            unlock: APICall(
                APIMethod(rawValue: variables["TF_HTTP_UNLOCK_METHOD"] ?? "UNLOCK"),
                try Self.path(unlock, "TF_HTTP_UNLOCK_ADDRESS", of: origin)
            ),
            isGitLab: false
        )
    }

    /// An address whose lock is beneath it, taken by `POST` and freed by `DELETE`, as Gitea has it.
    package init(address: String, variables: [String: String]) throws(StoreSettingError) {
        let (origin, path) = try Self.split(address, "--state")
        // The lock's address would end up within the query.
        guard !path.contains("?") else { throw .address("--state", .query) }
        let (user, password) = (variables["OMNIENV_STATE_USERNAME"], variables["OMNIENV_STATE_PASSWORD"])
        self.init(origin: origin, path: path, user: user, password: password, isGitLab: false)
    }

    /// The project's own state in GitLab, from the variables that its jobs have.
    package init(gitLab name: String, variables: [String: String]) throws(StoreSettingError) {
        guard !name.isEmpty, name.utf8.allSatisfy(\.isPlainNameByte), !name.contains("..") else {
            throw .name(name)
        }
        let required = { (variable: String) throws(StoreSettingError) in
            guard let value = variables[variable] else { throw .missing(variable, for: "gitlab:\(name)") }
            return value
        }
        let (origin, path) = try Self.split(try required("CI_API_V4_URL"), "CI_API_V4_URL")
        let project = try required("CI_PROJECT_ID").percentEncoded
        self.init(
            origin: origin,
            path: "\(path)/projects/\(project)/terraform/state/\(name)",
            user: "gitlab-ci-token",
            password: try required("CI_JOB_TOKEN"),
            isGitLab: true
        )
    }

    private init(origin: InstanceURL, path: String, user: String?, password: String?, isGitLab: Bool) {
        self.init(
            origin: origin,
            authorization: Self.basic(user, password),
            secrets: Self.secrets(password),
            name: "\(origin)\(path)",
            state: APICall(.post, path),
            lock: APICall(.post, path + "/lock"),
            unlock: APICall(.delete, path + "/lock"),
            isGitLab: isGitLab
        )
    }

    /// Credentials in an address would be shown with it.
    private static func split(_ address: String, _ source: String) throws(StoreSettingError)
        -> (InstanceURL, String)
    {
        do throws(InstanceURLError) {
            guard address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .unusableCharacter }
            let (origin, tail) = try InstanceURL.split(address)
            guard origin.scheme == .https || origin.isLoopback else { throw .plainHTTP(host: origin.host) }
            guard !tail.contains("#") else { throw .fragment }
            guard tail.isEmpty || tail.hasPrefix("/") else { throw .query }
            return (origin, tail.hasSuffix("/") ? String(tail.dropLast()) : String(tail))
        } catch {
            throw .address(source, error)
        }
    }

    private static func path(_ address: String, _ source: String, of origin: InstanceURL)
        throws(StoreSettingError) -> String
    {
        let (other, path) = try split(address, source)
        guard other == origin else { throw .otherOrigin(source) }
        return path
    }

    private static func secrets(_ password: String?) -> [String] { password.map { [$0] } ?? [] }

    private static func basic(_ user: String?, _ password: String?) -> String? {
        guard user != nil || password != nil else { return nil }
        return "Basic " + Data("\(user ?? ""):\(password ?? "")".utf8).base64EncodedString()
    }
}

extension UInt8 {
    fileprivate var isPlainNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "._-".utf8.contains(self)
        }
    }
}

extension String {
    /// A path or an address with one parameter more.
    fileprivate func withQuery(_ name: String, _ value: String) -> String {
        "\(self)\(contains("?") ? "&" : "?")\(name)=\(value.percentEncoded)"
    }
}

extension StoreSettingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let variable, let place): "\(variable) is not set, which the state \(place) needs"
        case .address(let source, let error): "\(source): the address \(error.problem)"
        case .otherOrigin(let source):
            "\(source) names another host than the state's address, and credentials go to that one alone"
        case .name(let name):
            "\"\(name)\" is no name of a state: use letters, digits, dots, hyphens and underscores"
        case .bucket(let name):
            "\"\(name)\" is no name of a bucket, which has 3 to 63 lower-case letters, digits, dots and hyphens"
        case .key(let key):
            "\"\(key)\" is no key: use letters, digits, hyphens, dots, underscores and slashes between them"
        case .region(let region):
            "\"\(region)\" is no region, which has lower-case letters, digits and hyphens"
        case .noRegion: "no region is named: set AWS_REGION, or give it as s3://bucket/key?region=…"
        case .unknownOption(let name):
            "\"\(name)\" is no option of an s3 address: there are region and endpoint"
        }
    }
}
