import OmniAPI
import OmniModel
import SharedStores

/// A shared store as `--state` or `OMNIENV_STATE` names it.
enum StoreAddress: Sendable {
    /// By the variables that Terraform reads.
    case terraform
    case address(String)
    case gitLab(String)
    case s3(String)

    private static let gitLabPrefix = "gitlab:"

    /// `nil` for what is the path of a file.
    init?(_ text: String) {
        if text == "http" {
            self = .terraform
        } else if text.hasPrefix(Self.gitLabPrefix) {
            self = .gitLab(String(text.dropFirst(Self.gitLabPrefix.count)))
        } else if S3Setting.isNamed(by: text) {
            self = .s3(text)
        } else if text.hasPrefix("https://") || text.hasPrefix("http://") {
            self = .address(text)
        } else {
            return nil
        }
    }

    /// The secrets that a text of an operator holds, who gives them where they do not belong: with a host, as its password,
    /// or as a value of the query, as some servers take a key.
    static func secrets(in text: String) -> [String] {
        let (place, query) = text.divided(at: "?")
        guard !S3Setting.isNamed(by: text) else {
            return parameters(of: query).flatMap { secrets(in: $0.percentDecoded) }
        }
        let host = place.divided(at: "://").rest.prefix { $0 != "/" }
        let user = host.lastIndex(of: "@").map { String(host[..<$0]) } ?? ""
        let password = user.contains(":") ? user.divided(at: ":").rest : user
        return [password] + parameters(of: query)
    }

    private static func parameters(of query: String) -> [String] {
        query.split(separator: "&").map { String($0).divided(at: "=").rest }
    }

    /// As the operator wrote it.
    var text: String {
        switch self {
        case .terraform: "http"
        case .address(let text), .s3(let text): text
        case .gitLab(let name): Self.gitLabPrefix + name
        }
    }
}

extension String {
    /// What stands before and behind the first of these separators; behind is nothing where there is none.
    fileprivate func divided(at separator: String) -> (first: String, rest: String) {
        guard let range = firstRange(of: separator) else { return (self, "") }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}
