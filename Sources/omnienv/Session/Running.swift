import ArgumentParser
import OmniAPI
import Planning
import StateStore

/// Runs a command's body and turns whatever it throws into a message on standard error and an exit code.
func running(_ console: Console, _ body: () async throws -> ExitStatus) async throws {
    Interrupts.exitAtOnce()
    let status: ExitStatus
    do {
        status = try await body()
    } catch let error as ExitStatus {
        status = error
    } catch {
        console.error(String(describing: error))
        status = ExitStatus(of: error)
    }
    try status.exit()
}

extension ExitStatus {
    /// The exit code that an error means.
    init(of error: any Error) {
        self =
            switch error {
            case let error as SessionError: error.status
            case let error as OmniError: error.isAboutTheToken ? .unauthorized : .failed
            case is TokenRefused: .unauthorized
            case let error as StateError: error.status
            case is Import.Problem, is StateSelection.Problem: .usage
            case let error as Exporter.Problem: error == .nothing ? .failed : .usage
            case let error as RoutingProblem: error.status
            case is SavedPlanProblem: .refused
            default: .failed
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

extension StateError {
    fileprivate var status: ExitStatus {
        switch self {
        case .otherInstance: .refused
        case .locked: .locked
        case .unusable, .file, .unwritable: .failed
        }
    }
}
