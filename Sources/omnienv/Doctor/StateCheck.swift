import Diagnostics
import OmniModel
import Planning
import StateStore

extension StateCheckResult {
    /// Whether the state file can be used, by what was read of it.
    ///
    /// - Parameters:
    ///   - instance: the address that the state has to be of; nil when none is known.
    ///   - isWritable: whether the file, or the folder that it would be made in, can be written.
    static func all(
        _ replayed: Result<StateFormat.Replayed, StateError>,
        path: String,
        instance: String?,
        isWritable: Bool
    ) -> [any CheckResult] {
        let unwritable: [any CheckResult] = isWritable ? [] : [StateCheckResult.notWritable(path: path)]
        switch replayed {
        case .failure(let error): return [StateCheckResult.unusable(error)]
        case .success(let replayed):
            guard let state = replayed.state else { return [StateCheckResult.none(path: path)] + unwritable }
            return soundness(of: state, path: path, instance: instance)
                + (replayed.isTorn ? [StateCheckResult.torn(path: path)] : []) + unwritable
        }
    }

    private static func soundness(of state: State, path: String, instance: String?) -> [any CheckResult] {
        if let instance {
            do {
                try StateFile.check(state, path: path, instance: instance)
            } catch {
                return [StateCheckResult.unusable(error)]
            }
        }
        let sound = StateCheckResult.sound(path: path, environments: state.environments.count)
        guard !state.intents.isEmpty else { return [sound] }
        return [sound, StateCheckResult.unfinished(state.intents.sorted { $0.key < $1.key }.map(\.value))]
    }
}

/// Whether the files can be used: manifest, state and lock.
enum StateCheckResult: CheckResult {
    case manifest(bases: Int, environments: Int)
    case noManifest(path: String)
    /// Omni's connections are not known.
    case manifestNotCompared
    case sound(path: String, environments: Int)
    case none(path: String)
    case torn(path: String)
    case unfinished([Address])
    case unusable(StateError)
    case notWritable(path: String)
    case lockFree
    case lockHeld(LockHolder?)
    case lockUnreadable(StateError)
    case storeLocked(TerminalText)
    case storeUnusable(String, TerminalText)

    var verdict: Verdict {
        switch self {
        case .manifest, .sound, .none, .lockFree: .ok
        case .noManifest, .manifestNotCompared, .torn, .unfinished, .lockHeld, .storeLocked: .warning
        case .storeUnusable, .unusable, .notWritable, .lockUnreadable: .failed
        }
    }

    var subject: TerminalText {
        switch self {
        case .manifest, .noManifest, .manifestNotCompared: "manifest"
        case .sound, .none, .torn, .unfinished, .unusable, .notWritable, .storeUnusable: "state"
        case .storeLocked, .lockFree, .lockHeld, .lockUnreadable: "lock"
        }
    }

    var message: TerminalText {
        switch self {
        case .manifest(let bases, let environments):
            "valid, with \(bases.of("base connection")) and \(environments.of("environment"))"
        case .noManifest(let path): "there is none at \(quoted: path): no base was checked"
        case .manifestNotCompared: "not compared, since Omni's connections could not be read"
        case .sound(let path, let count):
            "\(quoted: path) is sound, with \(count.of("environment"))"
        case .none(let path): "there is none at \(quoted: path) yet; the first apply makes it"
        case .torn(let path):
            "the last line of \(quoted: path) was cut off; it is left out, and the next apply cuts it off"
        case .unfinished(let addresses):
            "an apply was cut off while it attached \(addresses.quotedList)"
        case .unusable(let error), .lockUnreadable(let error): "\(error)"
        case .notWritable(let path): "\(quoted: path) cannot be written"
        case .lockFree: "free"
        case .storeLocked(let words): words
        case .storeUnusable(let name, let words): "\(name): \(words)"
        case .lockHeld(let holder): "held by \(holder.map { "\($0)" } ?? "another process" as TerminalText)"
        }
    }

    var fix: TerminalText? {
        switch self {
        case .noManifest: "name it with -f"
        case .unfinished: "apply again; where Omni has no list, use omnienv import or omnienv state forget"
        case .notWritable: "check its permissions and those of its folder"
        case .lockHeld, .storeLocked: "wait until it has finished; --lock-timeout says how long"
        default: nil
        }
    }
}
