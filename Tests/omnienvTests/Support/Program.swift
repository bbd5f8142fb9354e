import Foundation
import Subprocess

/// The program under test, as the build left it beside the test bundle.
enum Program {
    static let path: String = {
        #if os(macOS)
            let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? .main
            let folder = bundle.bundleURL.deletingLastPathComponent()
        #else
            let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        #endif
        return folder.appending(path: "omnienv").path
    }()

    /// What a process needs to start at all, and where it counts the lines that it reaches when coverage is measured; nothing
    /// of omnienv's own comes from the caller.
    static let surroundings: [String: String] = {
        let names = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"]
        let caller = ProcessInfo.processInfo.environment
        var surroundings = caller.filter { names.contains($0.key) }
        if let own = caller["LLVM_PROFILE_FILE"] {
            // Thousands of processes add to four files, beside the one of the tests.
            let folder = URL(filePath: own).deletingLastPathComponent()
            surroundings["LLVM_PROFILE_FILE"] = folder.path + "/omnienv%4m.profraw"
        }
        return surroundings
    }()
}

extension Subprocess.Environment {
    init(_ variables: [String: String]) {
        self = .custom(Dictionary(uniqueKeysWithValues: variables.map { (Key(stringLiteral: $0), $1) }))
    }
}
