/// Where an answer sends a GET on to. Only the API of the same instance is followed: the token goes to no other
/// scheme, host or port (design, section 7).
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
        guard origin == instance, path.hasPrefix(InstanceURL.apiPath + "/"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            self = .refuse(
                to: origin == instance ? "\(origin)\(path.prefix { $0 != "?" })" : origin.description
            )
            return
        }
        self = .follow(path: String(path.dropFirst(InstanceURL.apiPath.count)))
    }

    private static func resolve(_ location: String, from instance: InstanceURL) -> (InstanceURL, Substring)? {
        if location.hasPrefix("//") {
            return try? InstanceURL.split("\(instance.scheme.rawValue):\(location)")
        }
        if location.hasPrefix("/") { return (instance, location[...]) }
        return try? InstanceURL.split(location)
    }
}
