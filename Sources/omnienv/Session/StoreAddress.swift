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

    /// As the operator wrote it.
    var text: String {
        switch self {
        case .terraform: "http"
        case .address(let text), .s3(let text): text
        case .gitLab(let name): Self.gitLabPrefix + name
        }
    }
}
