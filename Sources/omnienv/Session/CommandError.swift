import Diagnostics
import DurableFiles
import HTTPTransport
import OmniAPI
import OmniModel
import StateStore

/// What keeps a command from its work: it cannot reach Omni or its own files, or there is nothing to work on.
enum CommandError: Error {
    case file(FileError)
    /// A token or profile file.
    case writableByOthers(String)
    case unknownProfile(String, path: String, known: [String])
    case expiredProfile(String)
    case unreadableProfiles(path: String)
    /// The operator names no address; with the place where profiles were looked for.
    case noBaseURL(profiles: String)
    case profileWithoutAddress(String)
    /// A profile's token would go to another address than the profile's.
    case profileElsewhere(String, own: String, given: String)
    case baseURL(InstanceURLError, source: String)
    case noToken
    case token(APITokenError, source: String)
    /// Omni does not accept the token, or not for this.
    case tokenRefused(OmniError, source: String)
    case otherInstance(manifest: String, given: String)
    case proxy(ProxyError)
    case roots(TrustRootsError)
    /// Neither a manifest nor a state.
    case nothingToCompare(manifest: String, state: String)
    case noState(path: String)
    case unknownBases([String], known: [String])
    /// A file that would be written.
    case alreadyThere(path: String)
    case nothingListed
    case invalidExport
    /// What was asked for goes with a shared store alone.
    case noSharedStore(String, purpose: TerminalText)
    case storeLocked(StoreLock?, isOwn: Bool)
    /// The store did not take what an apply has recorded; the whole state is in the file.
    case unsaved(StoreError, store: String, path: String)
    /// The lock that was to be freed is not the one that is held, if any is.
    case otherLock(StoreLock?, store: String)
    /// This is no job of a pipeline.
    case noJob
    case otherLineage
    case olderSerial(Int, than: Int)
}

extension CommandError {
    var text: TerminalText {
        switch self {
        case .file(let error): "\(error)"
        case .writableByOthers(let path):
            """
            \(quoted: path) can be written by others than you, who could put another token or address there: \
            make it yours alone with chmod 600 \(shell: path)
            """
        case .unknownProfile(let name, let path, let known):
            "there is no profile \(quoted: name) in \(quoted: path); it has: \(known.listed(atMost: .max))"
        case .expiredProfile(let name):
            "the token of the profile \(quoted: name) has expired: log in again with Omni's command line, or set OMNI_API_TOKEN"
        case .unreadableProfiles(let path):
            "\(quoted: path) is not a profile file of Omni's command line: correct it, or give --base-url and --token-file"
        case .noBaseURL(let profiles):
            """
            no Omni instance is named: set OMNI_BASE_URL or give --base-url (a profile's address counts where the profile, \
            in \(quoted: profiles), gives the token too; a manifest and a state never name where the token goes)
            """
        case .profileWithoutAddress(let name):
            """
            the profile \(quoted: name) gives a token and no address that it may go to: set apiEndpoint in the profile, \
            or give --token-file and --base-url
            """
        case .profileElsewhere(let name, let own, let given):
            """
            refused: the token of the profile \(quoted: name) is for \(own), not for \(given): unset OMNI_BASE_URL and \
            leave --base-url out, or give another token with OMNI_API_TOKEN or --token-file
            """
        case .baseURL(let error, let source): "\(error) (from \(source))"
        case .noToken: "no API token is given: set OMNI_API_TOKEN, or give --token-file or --profile"
        case .token(let error, let source): "\(error) (from \(source))"
        case .tokenRefused(let error, let source):
            "\(error) (the token came from \(source); set OMNI_API_TOKEN or give --token-file for another)"
        case .otherInstance(let manifest, let given):
            "the manifest is for \(manifest), not for \(given): choose the manifest or the address of the other"
        case .proxy(let error): "\(error)"
        case .roots(let error): "\(error)"
        case .nothingToCompare(let manifest, let state):
            "there is neither a manifest \(quoted: manifest) nor a state \(quoted: state): name them with -f and --state"
        case .noState(let path):
            "there is no state at \(quoted: path): name it with --state, or apply once to make it"
        case .unknownBases(let unknown, let known):
            "there is no base connection \(unknown.quotedList); there are: \(known.listed(atMost: .max))"
        case .alreadyThere(let path): "\(quoted: path) exists already: name another file, or move it away"
        case .nothingListed:
            "this instance has no list of environments: a manifest cannot be made from what it has"
        case .invalidExport: "what Omni has makes no valid manifest; nothing was written"
        case .noSharedStore(let name, let purpose): "\(quoted: name) is a file: \(purpose)"
        case .storeLocked(let holder, let isOwn): Self.locked(holder) + "; " + Self.unlocking(holder, isOwn)
        case .unsaved(let error, let store, let path):
            """
            \(store) lacks what this run has recorded: \(error). The whole state is in \(quoted: path): when the store \
            takes it again, omnienv state push \(shell: path) --state \(shell: store)
            """
        case .otherLock(let holder?, let store):
            "nothing was freed: \(store) has another lock. \(Self.locked(holder))"
        case .otherLock(nil, let store): "nothing was freed: \(store) is not locked"
        case .noJob:
            "this is no job of a pipeline that could be told from others: name the lock's id, as the message of whoever waits does"
        case .otherLineage:
            "refused: the store has the state of another series or instance: name the right store, or give --force to replace it"
        case .olderSerial(let serial, let newer):
            """
            refused: the file has the serial \(serial), and the store \(newer), which is newer: pull that, or give --force \
            to replace it
            """
        }
    }

    /// Who holds the lock of a shared store.
    static func locked(_ holder: StoreLock?) -> TerminalText {
        guard let holder else { return "The state is locked by another run" }
        let since: TerminalText = holder.created.isEmpty ? "" : " since \(holder.created)"
        let who: TerminalText = holder.who.isEmpty ? "" : " (\(holder.who))"
        let info: TerminalText = holder.info.isEmpty ? "" : ": \(holder.info)"
        return "The state is locked by \(holder.id)\(who)\(since)\(info)"
    }

    private static func unlocking(_ holder: StoreLock?, _ isOwn: Bool) -> TerminalText {
        guard let holder else { return "wait for it, or raise --lock-timeout" }
        return isOwn
            ? "this job has it: if it has no other omnienv running, omnienv state unlock --mine"
            : "if that run is dead: omnienv state unlock \(shell: holder.id)"
    }
}
