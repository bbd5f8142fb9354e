import DurableFiles
import FoundationEssentials
import StateStore

/// The files in which AWS's tools keep profiles: sections of `name = value` lines.
struct SharedFiles {
    /// In bytes.
    private static let largest = 1 << 20

    private var sections: [String: [String: String]] = [:]

    /// Each from the variable that names it, or else from `.aws` in the home folder; one that is not there is empty.
    init(_ variables: [String: String]) throws(StoreError) {
        let home = (variables["HOME"] ?? "") + "/.aws/"
        try read(variables["AWS_CONFIG_FILE"] ?? home + "config")
        try read(variables["AWS_SHARED_CREDENTIALS_FILE"] ?? home + "credentials")
    }

    init(text: String) { add(text) }

    subscript(profile: String) -> [String: String]? { sections[profile] }

    private mutating func read(_ path: String) throws(StoreError) {
        var isForeign = false
        do throws(FileError) {
            let file = try File(path, .read)
            isForeign = try file.isWritableByOthers
            if !isForeign { add(String(decoding: try file.readAll(limit: Self.largest), as: UTF8.self)) }
        } catch {
            if !error.isMissing { throw .credentials(error.description) }
        }
        if isForeign {
            throw .credentials(
                "\"\(path)\" can be written by others than you: make it yours alone with chmod 600"
            )
        }
    }

    /// The config file calls a profile `[profile name]`, the credentials file `[name]`.
    private mutating func add(_ text: String) {
        var section: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.trimmed
            if words.hasPrefix("["), let end = words.firstIndex(of: "]") {
                let name = words[words.index(after: words.startIndex)..<end].trimmed
                section = name.hasPrefix("profile ") ? name.dropFirst("profile ".count).trimmed : name
            } else if let section, let sign = words.firstIndex(of: "="), !words.hasPrefix("#"),
                !words.hasPrefix(";")
            {
                let value = words[words.index(after: sign)...].trimmed
                sections[section, default: [:]][words[..<sign].trimmed.lowercased()] = value
            }
        }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let rest = drop { $0.isWhitespace }
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...last])
    }
}
