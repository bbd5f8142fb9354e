import Applying
import FoundationEssentials
import StateStore

/// Where an apply left what its state file did not take.
struct RescuedState {
    /// The state file, symbolic links followed.
    let statePath: String
    /// A whole state with everything in it; `nil` when no file could be written.
    let path: String?

    /// The step that brings it back.
    var command: String? { path.map { "mv \($0.shellWord) \(statePath.shellWord)" } }
}

extension ApplyRun {
    /// Saves what Omni has and the state file does not say: in a file, or else on standard error.
    func rescue(_ report: ApplyReport) async -> RescuedState? {
        guard !report.unwritten.isEmpty || report.stateFailure?.losesFile == true else { return nil }
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
