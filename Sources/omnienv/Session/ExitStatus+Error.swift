import OmniAPI
import Planning
import SharedStores
import StateStore

extension ExitStatus {
    /// The exit code that an error means (docs/exit-codes.md).
    init(of error: any Error) {
        self =
            switch error {
            case let error as ExitStatus: error
            case let error as CommandError: error.status
            case let error as OmniError: error.isAboutTheToken ? .unauthorized : .failed
            case let error as StateError: error.status
            case let error as StoreError: error.status
            case is StoreSettingError: .usage
            case let error as PlanFailure: error.status
            case is Import.Problem, is StateEntry.Problem: .usage
            case let error as ExportedManifest.Problem: error == .nothing ? .failed : .usage
            case is SavedPlanProblem: .refused
            default: .failed
            }
    }
}

extension CommandError {
    fileprivate var status: ExitStatus {
        switch self {
        case .file, .unreadableProfiles, .noState, .alreadyThere, .nothingListed, .invalidExport,
            .otherLock:
            .failed
        case .unknownProfile, .noBaseURL, .profileWithoutAddress, .baseURL, .proxy, .roots, .unknownBases:
            .usage
        case .expiredProfile, .noToken, .token, .tokenRefused, .writableByOthers: .unauthorized
        case .otherInstance, .profileElsewhere: .refused
        case .nothingToCompare: .invalidManifest
        case .noSharedStore, .noJob: .usage
        case .storeLocked: .locked
        case .unsaved: .incomplete
        case .otherLineage, .olderSerial: .refused
        }
    }
}

extension StoreError {
    fileprivate var status: ExitStatus {
        switch self {
        case .locked: .locked
        case .permission, .credentials: .unauthorized
        default: .failed
        }
    }
}

extension StateError {
    fileprivate var status: ExitStatus {
        switch self {
        case .otherInstance: .refused
        case .locked: .locked
        case .store(_, let error): error.status
        case .unusable, .file, .unwritable, .replaced: .failed
        }
    }
}

extension PlanFailure {
    fileprivate var status: ExitStatus {
        switch self {
        case .invalid: .invalidManifest
        case .valuesHeld, .unresolvedIntents, .noList, .oddRow: .failed
        case .unknownTargets: .usage
        case .emptyList: .refused
        }
    }
}

extension OmniError {
    var isAboutTheToken: Bool {
        switch kind {
        case .authentication, .permission: true
        default: false
        }
    }
}
