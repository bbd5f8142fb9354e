import Foundation
import Subprocess
import Testing

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

private let outputLimit = 64 * 1024 * 1024

extension World {
    /// Runs `omnienv` to its end, without a terminal and without standard input.
    func run(_ arguments: String...) async throws -> Outcome {
        try await run(arguments)
    }

    /// - Parameter wrapper: a command that runs the program it is given, with its arguments.
    func run(_ arguments: [String], through wrapper: [String] = []) async throws -> Outcome {
        try await run(arguments, through: wrapper, input: .none)
    }

    /// Standard input is a file: a command may end without a look at it.
    func run(_ arguments: String..., input: String) async throws -> Outcome {
        let file = folder.appendingPathExtension("input")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let descriptor = try FileDescriptor.open(FilePath(file.path), .readOnly)
        return try await run(
            arguments,
            input: .fileDescriptor(descriptor, closeAfterSpawningProcess: true)
        )
    }

    /// Applies without being asked, as fast as the sandbox answers.
    func apply(_ arguments: String...) async throws -> Outcome {
        try await run(["apply", "--auto-approve", "--rate", "100000"] + arguments)
    }

    private func run(
        _ arguments: [String],
        through wrapper: [String] = [],
        input: some InputProtocol
    ) async throws -> Outcome {
        let result = try await Subprocess.run(
            configuration(arguments, through: wrapper),
            input: input,
            output: .string(limit: outputLimit),
            error: .string(limit: outputLimit)
        )
        return Outcome(
            tokenless: result.terminationStatus.exitCode,
            stdout: result.standardOutput,
            stderr: result.standardError
        )
    }

    /// Runs `omnienv` while `body` watches its standard output and sends signals.
    func serve(_ arguments: String..., whileRunning body: (inout Running) async throws -> Void) async throws
        -> Outcome
    {
        let result = try await Subprocess.run(
            configuration(arguments),
            input: .none,
            output: .sequence,
            error: .string(limit: outputLimit)
        ) { execution in
            try await Running(execution.standardOutput) { try execution.send(signal: $0) }.watched(by: body)
        }
        return Outcome(
            tokenless: result.terminationStatus.exitCode,
            stdout: result.closureResult,
            stderr: result.standardError
        )
    }

    /// Runs `omnienv` while `body` watches its standard error and sends signals.
    func run(_ arguments: String..., whileRunning body: (inout Running) async throws -> Void) async throws
        -> Outcome
    {
        try await run(arguments, whileRunning: body)
    }

    func run(
        _ arguments: [String],
        through wrapper: [String] = [],
        input: some InputProtocol = .none,
        whileRunning body: (inout Running) async throws -> Void
    ) async throws -> Outcome {
        let result = try await Subprocess.run(
            configuration(arguments, through: wrapper),
            input: input,
            output: .string(limit: outputLimit),
            error: .sequence
        ) { execution in
            try await Running(execution.standardError) { try execution.send(signal: $0) }.watched(by: body)
        }
        return Outcome(
            tokenless: result.terminationStatus.exitCode,
            stdout: result.standardOutput,
            stderr: result.closureResult
        )
    }

    func configuration(_ arguments: [String], through wrapper: [String] = []) -> Configuration {
        let words = wrapper + [Program.path] + arguments
        return Configuration(
            executable: .path(FilePath(words[0])),
            arguments: Arguments(Array(words.dropFirst())),
            environment: Environment(variables),
            workingDirectory: FilePath(folder.path)
        )
    }
}

extension Outcome {
    /// Of a run that has told the token to nobody, whatever the test is about.
    fileprivate init(tokenless exitCode: Int32, stdout: String, stderr: String) {
        self.init(exitCode: exitCode, stdout: stdout, stderr: stderr)
        #expect(!everything.contains(World.token), "\(everything)")
    }
}

extension TerminationStatus {
    /// A process that a signal ended has the code that a shell gives it.
    var exitCode: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}

/// A process that is under way.
struct Running {
    private var chunks: SubprocessOutputSequence.Iterator
    private var bytes: [UInt8] = []
    let send: (Signal) throws -> Void

    struct Ended: Error, CustomStringConvertible {
        let description: String
    }

    init(_ stream: SubprocessOutputSequence, send: @escaping (Signal) throws -> Void) {
        chunks = stream.makeAsyncIterator()
        self.send = send
    }

    /// Waits until the stream has said `text`, and gives all that it has said.
    @discardableResult
    nonisolated(nonsending) mutating func hears(_ text: String) async throws -> String {
        while !String(decoding: bytes, as: UTF8.self).contains(text) {
            guard try await more() else {
                throw Ended(
                    description: "ended without \"\(text)\": \(String(decoding: bytes, as: UTF8.self))"
                )
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Lets `body` watch, and gives all that the stream says until the process ends.
    nonisolated(nonsending) consuming func watched(
        by body: nonisolated(nonsending) (inout Running) async throws -> Void
    ) async throws -> String {
        do {
            try await body(&self)
        } catch {
            // Nobody waits for a process whose test has failed.
            try? send(.kill)
            throw error
        }
        return try await rest()
    }

    /// Gives all that the stream says until the process ends.
    nonisolated(nonsending) mutating func rest() async throws -> String {
        while try await more() {}
        return String(decoding: bytes, as: UTF8.self)
    }

    nonisolated(nonsending) private mutating func more() async throws -> Bool {
        guard let chunk = try await chunks.next() else { return false }
        chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
        return true
    }
}
