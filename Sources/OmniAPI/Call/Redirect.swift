import HTTPTransport
import OmniModel

/// Where an answer sends a GET on to. Only the API of the same instance is followed: the token goes to no other
/// scheme, host or port.
enum Redirect: Equatable {
    static let maximum = 3

    /// A path beneath the API's base.
    case follow(path: String)
    /// Another place, as far as it may be shown.
    case refuse(to: String)

    /// Nil when the answer does not redirect.
    init?(_ response: APIResponse, from instance: InstanceURL) {
        guard [301, 302, 303, 307, 308].contains(response.status) else { return nil }
        let location = response.location?.trimmingASCIISpace() ?? ""
        guard let (origin, tail) = Self.resolve(location, from: instance) else {
            self = .refuse(to: "an unreadable address")
            return
        }
        let path = tail.prefix { $0 != "#" }
        if origin != instance {
            self = .refuse(to: origin.description)
        } else if path.hasPrefix(InstanceURL.apiPath + "/"),
            path.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        {
            self = .follow(path: String(path.dropFirst(InstanceURL.apiPath.count)))
        } else {
            self = .refuse(to: "\(origin)\(path.prefix { $0 != "?" })")
        }
    }

    private static func resolve(_ location: String, from instance: InstanceURL) -> (InstanceURL, Substring)? {
        if location.hasPrefix("//") {
            return try? InstanceURL.split("\(instance.scheme.rawValue):\(location)")
        }
        if location.hasPrefix("/") { return (instance, location[...]) }
        return try? InstanceURL.split(location)
    }
}
