import DurableFiles
import FoundationEssentials
import LocatedYAML

/// A profile of Omni's own command line.
struct Profile {
    let name: String
    let endpoint: String?
    let token: String?

    private struct Document: Decodable {
        let defaultProfile: String?
        let profiles: [String: Candidate]
    }

    /// Another profile than the wanted one may hold what is not known here.
    private struct Candidate: Decodable {
        let entry: Entry?

        init(from decoder: any Decoder) { entry = try? Entry(from: decoder) }
    }

    private struct Entry: Decodable {
        let apiEndpoint: String?
        let authMethod: String?
        let apiKey: String?
        let accessToken: String?
        let tokenExpiresAt: Expiry?
    }

    /// The profile of that name, or the default one; `nil` when none is asked for and there is no default.
    static func load(_ name: String?, in path: String, now: Date) throws(CommandError) -> Profile? {
        guard let document = try document(path, isNeeded: name != nil) else { return nil }
        guard let wanted = name ?? document.defaultProfile else { return nil }
        guard let candidate = document.profiles[wanted] else {
            guard name != nil else { return nil }
            throw .unknownProfile(wanted, path: path, known: document.profiles.keys.sorted())
        }
        guard let entry = candidate.entry else { throw .unreadableProfiles(path: path) }
        guard entry.authMethod == "oauth" else {
            return Profile(name: wanted, endpoint: entry.apiEndpoint, token: entry.apiKey)
        }
        let isExpired = entry.tokenExpiresAt.map { $0.date <= now } ?? false
        if isExpired, name != nil { throw .expiredProfile(wanted) }
        return Profile(name: wanted, endpoint: entry.apiEndpoint, token: isExpired ? nil : entry.accessToken)
    }

    private static func document(_ path: String, isNeeded: Bool) throws(CommandError) -> Document? {
        do {
            let file = try File(path, .read)
            guard try !file.isWritableByOthers else { throw CommandError.writableByOthers(path) }
            return try JSONDecoder().decode(Document.self, from: Data(try file.readAll()))
        } catch let error as CommandError {
            throw error
        } catch let error as FileError {
            guard !error.isMissing || isNeeded else { return nil }
            throw .file(error)
        } catch {
            throw .unreadableProfiles(path: path)
        }
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

/// When a token ends: an ISO 8601 text, or seconds or milliseconds since 1970.
private struct Expiry: Decodable {
    let date: Date

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            date = try Date(text, strategy: .iso8601)
        } else {
            let number = try container.decode(Double.self)
            date = Date(timeIntervalSince1970: number > 100_000_000_000 ? number / 1000 : number)
        }
    }
}
