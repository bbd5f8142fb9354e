import JSONText

extension OmniError: CustomStringConvertible {
    /// One line that names the call, the status and Omni's own words, then what to do.
    package var description: String {
        let doubt = mayHaveBeenCarriedOut ? "; it may have been carried out" : ""
        return "\(call): \(problem)\(asked)\(triedSuffix)\(doubt)\(advice.map { "; \($0)" } ?? "")"
    }

    private var problem: String {
        switch kind {
        case .authentication(let status, let detail):
            answer("Omni does not accept the API token", status, detail)
        case .permission(let detail): answer("permission denied", 403, detail)
        case .refused(let status, let detail): answer("Omni refused it", status, detail)
        case .rateLimited(.zero, let detail): answer("Omni asks for fewer requests", 429, detail)
        case .rateLimited(let waited, let detail):
            answer("the rate limit did not lift in \(waited.components.seconds) s", 429, detail)
        case .server(let status, let detail): answer("Omni failed", status, detail)
        case .unreachable(let reason): "\(reason)"
        case .unreadableAnswer(let status, let problem):
            "the answer\(status.map { " (\($0))" } ?? "") cannot be used: \(problem)"
        case .redirected(let status, let target):
            "redirected (\(status)) to \"\(target)\", which is not followed"
        case .unsendable(let value):
            "the value \"\(value)\" cannot be sent, because this instance takes a list with commas between"
        case .interrupted:
            mayHaveBeenCarriedOut ? "interrupted before its answer came" : "interrupted before it was sent"
        }
    }

    private func answer(_ what: String, _ status: Int, _ detail: String?) -> String {
        "\(what) (\(status))\(detail.map { ": \($0)" } ?? "")"
    }

    private var asked: String {
        guard let retryAfter, retryAfter > .zero else { return "" }
        return " (Omni asks to wait \(retryAfter.components.seconds) s)"
    }

    private var triedSuffix: String { attempts > 1 ? " (tried \(attempts) times)" : "" }

    private var advice: String? {
        switch kind {
        case .authentication: "check the token and that it belongs to this instance"
        case .permission:
            "the token needs to be an organization admin's, or a connection admin's of the base connection"
        case .rateLimited: "lower --rate, or run again later"
        case .server: "run again later"
        case .unreachable: "check the base URL, the network and the proxy"
        case .unreadableAnswer(_, .json(.isPart)), .unreadableAnswer(_, .tooLarge): nil
        case .unreadableAnswer: "check that the base URL is an Omni instance's"
        case .redirected: "give the base URL that it leads to"
        case .unsendable: "use a value without a comma"
        case .refused, .interrupted: nil
        }
    }
}
