/// Why a text is not the base URL of an Omni instance. Holds nothing that may be a secret.
package enum InstanceURLError: Error, Sendable, Hashable {
    case empty
    case unusableCharacter
    case noScheme
    case unknownScheme
    case plainHTTP(host: String)
    case userInfo
    case badHost
    case badPort
    case query
    case fragment
    case otherPath(String)
}

extension InstanceURLError: CustomStringConvertible {
    package var description: String {
        "the base URL \(problem); give it as https://myorg.omniapp.co, with or without /api"
    }

    /// Follows the address, or what it is called.
    package var problem: String {
        switch self {
        case .empty: "is empty"
        case .unusableCharacter: "holds a space, a control character or one beyond ASCII"
        case .noScheme: "does not begin with https://"
        case .unknownScheme: "has a scheme other than https"
        case .plainHTTP(let host): "uses plain http for \"\(host)\", which is allowed for this machine alone"
        case .userInfo: "holds a user name or a password"
        case .badHost: "has no valid host name"
        case .badPort: "has a port that is not a number from 1 to 65535"
        case .query: "holds a query"
        case .fragment: "holds a fragment"
        case .otherPath(let path): "has the path \"\(path)\""
        }
    }
}
