import ArgumentParser
import Diagnostics

/// A path as an option or a variable gives it. One that cannot be meant is a usage error: it is empty when a variable in
/// a script is not set, and a line break or another control character comes from a file with other line ends.
enum GivenPath {
    @Sendable static func checked(_ path: String) throws -> String {
        guard !path.isEmpty else {
            throw ValidationError("an empty path; leave the option out, or name a file")
        }
        guard let control = path.unicodeScalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            return path
        }
        throw ValidationError(
            "the path \(path.quoted) holds the control character \(control.codePoint); name it without"
        )
    }
}
