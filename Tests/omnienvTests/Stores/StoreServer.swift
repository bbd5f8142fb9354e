import AsyncHTTPClient
import Foundation
import NIOCore
import Testing

/// A store's server that a test starts for itself, and that ends with it.
final class StoreServer: Sendable {
    struct NotStarted: Error {}

    let facts: [String: String]
    let port: Int

    fileprivate init(_ line: Data) throws {
        let object = try JSONSerialization.jsonObject(with: line) as? [String: Any] ?? [:]
        guard let port = object["port"] as? Int else { throw NotStarted() }
        self.port = port
        facts = object.compactMapValues { $0 as? String }
    }

    /// Tells the server what to do next, or asks what it has.
    @discardableResult
    func control(_ name: String, _ body: String? = nil) async throws -> Data {
        let content = body?.addingPercentEncoding(withAllowedCharacters: .alphanumerics).map { "?body=\($0)" }
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/_\(name)\(content ?? "")")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        return Data(try await response.body.collect(upTo: 1 << 26).readableBytesView)
    }

    /// The requests since this was last asked, such as `PUT /states/key`.
    func requests() async throws -> [String] {
        let all = try JSONDecoder().decode([[String]].self, from: await control("requests"))
        return all.map { "\($0[0]) \($0[1])" }
    }
}

extension StoreServer {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Stores").standardizedFileURL

    /// Where `Tests/install-stores.sh` puts the engines.
    private static let python =
        ProcessInfo.processInfo.environment["OMNIENV_STORES"].map { $0 + "/bin/python" } ?? ""

    static let hasEngines = FileManager.default.isExecutableFile(atPath: python)

    /// The protocol of Terraform, with `gitlab`'s oddities, `plain`, or `careless`.
    static func withHTTP(_ kind: String, test: (StoreServer) async throws -> Void) async throws {
        try await with("/usr/bin/env", ["python3", folder.path + "/http_state.py", kind], test: test)
    }

    /// A real S3 engine, `moto` or `weed`.
    static func withS3(_ kind: String, test: (StoreServer) async throws -> Void) async throws {
        try await with(python, [folder.path + "/s3_engine.py", kind], test: test)
    }

    private static func with(
        _ program: String,
        _ arguments: [String],
        test: (StoreServer) async throws -> Void
    ) async throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        defer {
            // It ends with its standard input.
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
        }
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw NotStarted() }
            line += more
        }
        try await test(StoreServer(line))
    }
}

extension World {
    /// The same Omni, seen from another machine: another folder, and nothing shared but the store.
    func onAnotherMachine() throws -> World {
        let folder = folder.deletingLastPathComponent().appending(path: "omnienv-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var world = World(sandbox: sandbox, folder: folder, arrivals: arrivals, gate: gate)
        world.variables = variables
        world.variables["HOME"] = folder.path
        return world
    }

    /// With the state in that server, as a pipeline's own variables name it.
    func keeping(in server: StoreServer, gitLab: Bool) -> World {
        var world = self
        let base = "http://127.0.0.1:\(server.port)"
        let (user, password) = ("gitlab-ci-token", StoreServer.password)
        let variables =
            gitLab
            ? ["CI_API_V4_URL": base + "/api/v4", "CI_PROJECT_ID": "42", "CI_JOB_TOKEN": password]
            : [
                "TF_HTTP_ADDRESS": base + "/state", "TF_HTTP_LOCK_ADDRESS": base + "/state/lock",
                "TF_HTTP_USERNAME": user, "TF_HTTP_PASSWORD": password,
            ]
        world.variables.merge(variables) { $1 }
        world.variables["OMNIENV_STATE"] = gitLab ? "gitlab:prod" : "http"
        return world
    }

    func keeping(inS3 server: StoreServer) -> World {
        var world = self
        world.variables.merge([
            "OMNIENV_STATE": "s3://states/team/omnienv.state.jsonl",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.port)", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": server.facts["key"] ?? "",
            "AWS_SECRET_ACCESS_KEY": server.facts["secret"] ?? "",
        ]) { $1 }
        return world
    }
}

extension StoreServer {
    static let password = "a-job-token-that-nobody-may-see"

    /// A lock that somebody else holds.
    static let foreignLock = """
        {"ID":"omnienv-job-99-0f26bc20","Operation":"apply","Info":"https://ci.example/jobs/99","Who":"ci@runner-9",\
        "Version":"1","Created":"2026-11-26T08:00:00Z","Path":""}
        """
}
