import HTTPTransport
import OmniModel

/// An answer that sends the client on. Omni's API has none, and no redirect is followed: the token goes nowhere but to
/// the address that the operator gave.
struct Redirect: Equatable {
    /// Where it leads, as far as it may be shown: without a query, in which a login page may have been handed anything.
    let target: String

    /// Nil when the answer does not redirect.
    init?(_ response: APIResponse, from instance: InstanceURL) {
        guard [301, 302, 303, 307, 308].contains(response.status) else { return nil }
        let location = response.location?.trimmingASCIISpace() ?? ""
        guard let (origin, tail) = Self.resolve(location, from: instance) else {
            target = "an unreadable address"
            return
        }
        target =
            origin == instance ? "\(origin)\(tail.prefix { $0 != "#" && $0 != "?" })" : origin.description
    }

    private static func resolve(_ location: String, from instance: InstanceURL) -> (InstanceURL, Substring)? {
        if location.hasPrefix("//") {
            return try? InstanceURL.split("\(instance.scheme.rawValue):\(location)")
        }
        if location.hasPrefix("/") { return (instance, location[...]) }
        return try? InstanceURL.split(location)
    }
}
