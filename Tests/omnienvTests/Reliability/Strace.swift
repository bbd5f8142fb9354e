import Foundation
import Subprocess

/// Runs `omnienv` under strace, which can end it, or make a system call fail, at a chosen call on chosen files.
struct Strace {
    static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")

    /// The files whose system calls count.
    let paths: [String]
    /// The names of the calls that are traced; empty for all.
    var names: [String] = []
    var injection: String?
    var output = "/dev/null"

    /// Ends the process when it makes that call for the time of that number.
    static func kill(_ paths: [String], at call: Call) -> Strace {
        Strace(paths: paths, injection: "\(call.name):signal=KILL:when=\(call.number)")
    }

    /// Makes those calls fail, such as `write:error=ENOSPC:when=2+`.
    static func fail(_ paths: [String], _ injection: String) -> Strace {
        Strace(paths: paths, injection: injection)
    }

    /// What stands before the program. Confined to one processor, a process makes its calls on files from one thread,
    /// as strace counts them.
    func prefix(processor: Int = 0) -> [String] {
        let files = paths.flatMap { ["-P", $0] }
        let trace = names.isEmpty ? [] : ["-e", "trace=" + names.joined(separator: ",")]
        let inject = injection.map { ["-e", "inject=\($0)"] } ?? []
        return ["/usr/bin/taskset", "-c", "\(processor)", "/usr/bin/strace", "-f", "-qq", "-o", output]
            + files + trace
            + inject
    }

    /// A system call, and the how manieth of its name it is.
    struct Call: Hashable, CustomStringConvertible {
        let name: String
        let number: Int

        var description: String { "\(name) \(number)" }

        /// Reads what strace wrote.
        static func all(in trace: String) -> [Call] {
            var counts: [String: Int] = [:]
            return trace.split(separator: "\n").compactMap { line in
                // `12345 fsync(7) = 0`, the number padded with spaces.
                let call = line.drop { $0.isNumber }.drop { $0 == " " }
                guard let end = call.firstIndex(of: "("),
                    call[..<end].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
                else { return nil }
                let name = String(call[..<end])
                counts[name, default: 0] += 1
                return Call(name: name, number: counts[name, default: 0])
            }
        }
    }
}

extension World {
    /// Where the state file is, for a program that knows files by their paths.
    var statePath: String { folder.resolvingSymlinksInPath().appending(path: Self.stateFile).path }

    /// Applies under strace.
    func apply(under strace: Strace, processor: Int = 0, _ arguments: [String] = []) async throws -> Outcome {
        try await run(
            ["apply", "--auto-approve", "--rate", "100000", "--state", statePath] + arguments,
            through: strace.prefix(processor: processor)
        )
    }
}
