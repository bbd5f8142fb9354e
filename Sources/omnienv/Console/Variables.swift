import FoundationEssentials

/// The environment variables that omnienv reads. White space around one comes from where it was set, such as a line
/// break in a settings page; nothing but white space counts as not set.
struct Variables {
    private let all: [String: String]

    init(_ all: [String: String] = ProcessInfo.processInfo.environment) {
        self.all = all
    }

    subscript(name: String) -> String? {
        guard let text = all[name] else { return nil }
        let trimmed = text.trimming { $0.isWhitespace }
        return trimmed.isEmpty ? nil : String(trimmed)
    }

    /// As the libraries' own parts take them.
    var dictionary: [String: String] { all.keys.reduce(into: [:]) { $0[$1] = self[$1] } }
}

extension String {
    fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
        var rest = drop(while: isTrimmed)
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
