import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// How long to fuzz, and from which seed. `OMNIENV_FUZZ_SECONDS` gives seconds of CPU time in place of the
/// number of inputs; `OMNIENV_FUZZ_SEED` another seed.
package struct FuzzSettings {
    let seed: UInt64
    let inputs: Int
    let seconds: Double?

    package init(inputs: Int, environment: [String: String] = ProcessInfo.processInfo.environment) {
        seed = environment["OMNIENV_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_260_101
        seconds = environment["OMNIENV_FUZZ_SECONDS"].flatMap { Double($0) }
        self.inputs = inputs
    }

    func allows(_ done: Int, spent: Double) -> Bool {
        if let seconds { spent < seconds } else { done < inputs }
    }
}

/// An input that `check` found fault with.
package struct FuzzFailure: Error, CustomStringConvertible {
    let fault: String
    let seed: UInt64
    let path: String

    package var description: String { "\(fault); the input is in \(path), the seed was \(seed)" }
}

/// Checks mutants of a corpus until the settings' end and gives their number. `check` says what is wrong
/// with how an input was taken, or nothing. A failing input is kept in a file, which the error names; in a
/// run by time each input is written down before it is checked, so that it is there after a crash too.
/// - Parameter name: tells the file apart from those of other runs in the same process.
package func fuzz(
    _ name: String,
    _ corpus: Corpus,
    settings: FuzzSettings,
    check: ([UInt8]) -> String?
) throws -> Int {
    let mutator = Mutator(corpus: corpus.inputs, dictionary: corpus.dictionary)
    let file = FileManager.default.temporaryDirectory.appending(
        path: "omnienv-fuzz-\(name)-\(getpid()).input"
    )
    var random = SeededRandom(seed: settings.seed)
    let start = threadSeconds()
    var done = 0
    if settings.seconds != nil { print("fuzzing \(name), seed \(settings.seed), input in \(file.path)") }
    while settings.allows(done, spent: threadSeconds() - start) {
        let input = mutator.mutant(using: &random)
        if settings.seconds != nil { try Data(input).write(to: file) }
        if let fault = check(input) {
            try Data(input).write(to: file)
            throw FuzzFailure(fault: fault, seed: settings.seed, path: file.path)
        }
        done += 1
    }
    if settings.seconds != nil {
        print("fuzzing \(name): \(done) inputs in \(Int(threadSeconds() - start)) s of CPU, nothing found")
        try FileManager.default.removeItem(at: file)
    }
    return done
}

/// The CPU time of this thread: other tests that run at the same time don't shorten the run.
private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
