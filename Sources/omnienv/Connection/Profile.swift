import DurableFiles
import FoundationEssentials
import JSONText
import LocatedYAML

/// A profile of Omni's own command line.
struct Profile {
    let name: String
    let endpoint: String?
    private(set) var token: String?
    /// When the token ends, of one that does.
    private let end: Date?

    /// The profile of that name, or the default one; `nil` when none is asked for and there is no default.
    static func load(_ name: String?, in path: String, now: Date) throws(CommandError) -> Profile? {
        guard let (standard, profiles) = try document(path, isNeeded: name != nil) else { return nil }
        guard let wanted = name ?? standard else { return nil }
        guard let entry = profiles[wanted] else {
            guard name != nil else { return nil }
            throw .unknownProfile(wanted, path: path, known: profiles.keys.sorted())
        }
        // Another profile than the wanted one may hold what is not known here.
        var profile: Profile
        do { profile = try Profile(wanted, entry) } catch { throw .unreadableProfiles(path: path) }
        guard let end = profile.end, end <= now else { return profile }
        if name != nil { throw .expiredProfile(wanted) }
        profile.token = nil
        return profile
    }

    private init(_ name: String, _ entry: JSONValue) throws(JSONProblem) {
        guard case .object = entry else { throw .lacks(field: name) }
        let (key, accessToken) = (try entry.text("apiKey"), try entry.text("accessToken"))
        let (isTemporary, end) = (try entry.text("authMethod") == "oauth", try entry.time("tokenExpiresAt"))
        self.name = name
        endpoint = try entry.text("apiEndpoint")
        token = isTemporary ? accessToken : key
        self.end = isTemporary ? end : nil
    }

    /// The name of the default profile, and what the file has of each.
    private static func document(_ path: String, isNeeded: Bool) throws(CommandError) -> (
        standard: String?, profiles: [String: JSONValue]
    )? {
        guard let text = try text(path, isNeeded: isNeeded) else { return nil }
        do throws(JSONProblem) {
            let json = try JSONValue(reading: text)
            guard case .object(let members)? = json["profiles"] else { throw .lacks(field: "profiles") }
            let profiles = members.reduce(into: [:]) { $0[$1.0] = $1.1 }
            return (try json.text("defaultProfile"), profiles)
        } catch {
            throw .unreadableProfiles(path: path)
        }
    }

    private static func text(_ path: String, isNeeded: Bool) throws(CommandError) -> [UInt8]? {
        do throws(FileError) {
            let file = try File(path, .read)
            if try !file.isWritableByOthers { return try file.readAll() }
        } catch {
            guard !error.isMissing || isNeeded else { return nil }
            throw .file(error)
        }
        throw .writableByOthers(path)
    }
}

extension JSONValue {
    /// - Returns: nil for a member that is absent or null.
    /// - Throws: for one that is no text.
    fileprivate func text(_ name: String) throws(JSONProblem) -> String? {
        switch self[name] {
        case nil, .null?: nil
        case .string(let text)?: text
        default: throw .lacks(field: name)
        }
    }

    /// An ISO 8601 text, or seconds or milliseconds since 1970.
    fileprivate func time(_ name: String) throws(JSONProblem) -> Date? {
        let number: Double
        switch self[name] {
        case nil, .null?: return nil
        case .number(let whole)?: number = Double(whole)
        case .decimal(let decimal)?: number = decimal
        case .string(let text)?:
            guard let date = try? Date(text, strategy: .iso8601) else { throw .lacks(field: name) }
            return date
        default: throw .lacks(field: name)
        }
        return Date(timeIntervalSince1970: number > 100_000_000_000 ? number / 1000 : number)
    }
}

extension Profile {
    /// Where the profiles of Omni's own command line are (docs/omni-api.md, "Omni's own tools"): the first that is set of the
    /// variables that it reads, in its order.
    static func path(_ variables: Variables) -> String {
        if let path = variables["OMNI_CONFIG_PATH"] { return path }
        if let folder = variables["OMNI_CONFIG_DIR"] { return folder + "/config.json" }
        let folder = variables["XDG_CONFIG_HOME"] ?? (variables["HOME"] ?? "") + "/.config"
        return folder + "/omni-cli/config.json"
    }

    /// The profiles that the file has, sorted; none when it cannot be read.
    static func names(_ variables: Variables) -> [String] {
        (try? document(path(variables), isNeeded: false))?.profiles.keys.sorted() ?? []
    }
}
