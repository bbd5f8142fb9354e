import ArgumentParser
import Diagnostics
import DurableFiles
import FoundationEssentials
import LocatedYAML
import OmniSandbox

/// `omnienv sandbox`: serves an Omni API on loopback (docs/commands.md, "sandbox").
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve an Omni API on loopback, to try everything without an account.",
        discussion: """
            The server starts with the connections and user attributes of FILE, or with what a manifest describes \
            (--from), keeps everything in memory, and serves until Ctrl-C. It prints its address when it is ready; \
            give that address to the other commands as --base-url or OMNI_BASE_URL, with any token, or with the one \
            that --from prints.

            With "-- COMMAND" it runs that command beside the server, with address and token in OMNI_BASE_URL and \
            OMNI_API_TOKEN, a state of its own, no profile and nothing else of yours that leads to Omni, and ends with \
            its exit code.

            Beside the API, GET /sandbox/requests answers every request so far, GET /sandbox/store what the server \
            holds, and POST /sandbox/reset starts anew; they take the same token. It answers only who asks 127.0.0.1 \
            or localhost, and no page of a browser.

            A fault is written as 'METHOD PATH COUNT EFFECT':
              METHOD  GET, POST, PUT, PATCH, DELETE, or * for any
              PATH    such as /v1/connection-environments/*, where * is any one
                      segment, or /openapi.json; * alone is any path
              COUNT   which of these requests: 1, 2-4, or * for every one
              EFFECT  one of
                lost-before, lost-after     closed without an answer, before or after
                                            the work is done
                503-before, 503-after       an error answer, any status from 400 on
                429, 429:2                  the same, before; with Retry-After
                error-in-200-before,        a success whose body is an error
                error-in-200-after
                slow:0.5                    the answer comes late, in seconds
                garbage                     an answer that is not JSON
                partial                     half an answer, then closed
                html                        a proxy's page with status 502
                stale-list                  a GET answers as before the last write
                404-once                    unknown at first, right after creation
                edit:attach:BASE=ID         an edit from outside, just before the
                edit:detach:ID              request: ID is the environment's
                edit:values:ID=a,b          connection
                edit:delete-connection:ID

            Exit codes: 0 ended by a signal, 1 no such file or no such port, 64 usage, 65 the file is invalid; with \
            "-- COMMAND" those of the command.
            """
    )

    @Argument(
        help: "The sandbox file: connections and user attributes, in YAML; - for standard input.",
        completion: Completion.manifests,
        transform: usablePath
    )
    var file: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp(
            "Behind --: a command to run beside the server, with its arguments.",
            valueName: "command"
        )
    )
    var command: [String] = []

    @Option(
        help: ArgumentHelp(
            "Start with what this manifest, or export, describes: connections, environments and values.",
            valueName: "path"
        ),
        completion: Completion.manifests,
        transform: usablePath
    )
    var from: String?

    @Option(help: "The port to listen on; 0 for a free one.")
    var port: UInt16 = 0

    @Option(help: "The form of lists in requests and answers.")
    var wire = APIVariant.Wire.documented

    @Option(help: "The shape of error answers.")
    var errorShape = APIVariant.ErrorShape.detail

    @Option(help: "Whether a base's default values and its environments' values exclude each other.")
    var sharedDefaults = SharedDefaults.on

    enum SharedDefaults: String, CaseIterable, ExpressibleByArgument {
        case on, off
    }

    @Flag(help: "Answer like an instance without a list of environments.")
    var noList = false

    @Flag(help: "Refuse to detach environments.")
    var noDetach = false

    @Flag(help: "Show no specification at /openapi.json.")
    var noSpecification = false

    @Option(help: "How many requests are let through in any 60 seconds.")
    var rateLimit: Int?

    @Option(
        help: ArgumentHelp("A fault to play, as described above. Repeatable.", valueName: "spec"),
        transform: { try $0.asFault() }
    )
    var fault: [Fault] = []

    @OptionGroup(title: "Output") var consoleOptions: ConsoleOptions

    func validate() throws {
        if let rateLimit, rateLimit < 1 {
            throw ValidationError("the rate limit \"\(rateLimit)\" lets nothing through; use 1 or more")
        }
        if (file == nil) == (from == nil) {
            throw ValidationError("give a sandbox file, or a manifest with --from")
        }
    }

    func run() async throws {
        let console = consoleOptions.console
        var code = ExitStatus.done.rawValue
        try await running(console) {
            let contents = try from.map { try describe($0, console) } ?? load(file ?? "-", console)
            let token = contents.tokens?.first { $0.value == .admin }?.key ?? UUID().uuidString
            let settings = settings(tokens: contents.tokens, console)
            guard command.isEmpty else {
                code = try await withSandbox(contents.store, settings) { sandbox in
                    try await SandboxedCommand(words: command, baseURL: sandbox.baseURL, token: token).run()
                }
                return .done
            }
            try await serveSandbox(contents.store, settings) { sandbox in
                console.report("Sandbox ready at \(sandbox.baseURL)\n")
                if from != nil { console.report("Its token is \(token)\n") }
            }
            return .done
        }
        guard code == ExitStatus.done.rawValue else { throw ExitCode(code) }
    }

    private typealias Contents = (store: Store, tokens: [String: APIVariant.Permission]?)

    private func load(_ file: String, _ console: Console) throws -> Contents {
        do {
            let bytes = try File(file == "-" ? "/dev/stdin" : file, .read).readAll()
            let contents = try SandboxFile(
                parsing: SourceFile(name: file, bytes: bytes),
                sharesDefaults: sharedDefaults == .on
            )
            return (contents.store, contents.tokens)
        } catch let error as SandboxFileError {
            for line in error.lines { console.say("\(line)\n") }
            throw ExitStatus.invalidManifest
        }
    }

    /// What a manifest describes is somebody's own, so that only who knows a token of this run reads it.
    private func describe(_ path: String, _ console: Console) throws -> Contents {
        let manifest = try ValidManifest(paths: [path], console: console).manifest
        let organization = try ManifestOrganization(manifest, sharesDefaults: sharedDefaults == .on)
        return (organization.store, [UUID().uuidString.lowercased(): .admin])
    }

    private func settings(
        tokens: [String: APIVariant.Permission]?,
        _ console: Console
    ) -> SandboxConfiguration {
        var settings = SandboxConfiguration()
        settings.port = Int(port)
        settings.api.wire = wire
        settings.api.errorShape = errorShape
        settings.api.hasList = !noList
        settings.api.canDetach = !noDetach
        settings.api.hasSpecification = !noSpecification
        settings.api.rateLimit = rateLimit
        settings.faults = fault
        settings.api.tokens = tokens
        if console.isVerbose {
            settings.onRequest = { console.detail("\($0)") }
        }
        return settings
    }
}

extension APIVariant.Wire: ExpressibleByArgument {}
extension APIVariant.ErrorShape: ExpressibleByArgument {}

extension String {
    fileprivate func asFault() throws -> Fault {
        do {
            return try Fault(parsing: self)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
