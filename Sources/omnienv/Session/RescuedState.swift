import FoundationEssentials
import Reconciler

/// Where an apply left what its state file did not take.
struct RescuedState {
    /// The state file, symbolic links followed.
    let statePath: String
    /// A whole state with everything in it; `nil` when no file could be written.
    let path: String?

    /// The step that brings it back.
    var command: String? { path.map { "mv \($0.quotedForShell) \(statePath.quotedForShell)" } }
}

extension ApplyRun {
    /// Saves what Omni has and the state file does not say: in a file, or else on standard error.
    func rescue(_ report: ApplyReport) async -> RescuedState? {
        guard !report.unwritten.isEmpty else { return nil }
        let folder = FileManager.default.temporaryDirectory.path
        do {
            let path = try Rescue.write(await journal.state, of: journal.path, orIn: folder)
            return RescuedState(statePath: journal.path, path: path)
        } catch {
            session.console.error(
                "no file takes what the state file misses (\(error)); these lines belong at its end:"
            )
            session.console.say(Rescue.lines(report.unwritten))
            return RescuedState(statePath: journal.path, path: nil)
        }
    }
}

extension String {
    fileprivate var quotedForShell: String {
        let isPlain = utf8.allSatisfy { byte in
            byte < 0x80
                && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber
                    || "/._-+".utf8.contains(byte))
        }
        return isPlain && !isEmpty
            ? self
            : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
