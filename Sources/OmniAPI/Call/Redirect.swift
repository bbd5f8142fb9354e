import HTTPTransport
import OmniModel

extension APIResponse {
    /// Where an answer sends the client on, as far as it may be shown: without a query, in which a login page may have been
    /// handed anything. Nil when the answer does not redirect.
    ///
    /// Omni's API redirects nowhere, and no redirect is followed: the token goes nowhere but to the address that the
    /// operator gave.
    func redirectTarget(from instance: InstanceURL) -> String? {
        guard [301, 302, 303, 307, 308].contains(status) else { return nil }
        guard let (origin, tail) = instance.resolve(location?.trimmingASCIISpace() ?? "") else {
            return "an unreadable address"
        }
        return origin == instance
            ? "\(origin)\(tail.prefix { $0 != "#" && $0 != "?" })" : origin.description
    }
}

extension InstanceURL {
    /// The origin and the rest of a `Location` header's address, which may be relative to this one.
    fileprivate func resolve(_ location: String) -> (InstanceURL, Substring)? {
        if location.hasPrefix("//") { return try? InstanceURL.split("\(scheme.rawValue):\(location)") }
        if location.hasPrefix("/") { return (self, location[...]) }
        return try? InstanceURL.split(location)
    }
}
