import ArgumentParser
import Diagnostics
import DurableFiles
import Manifest
import Planning
import StateStore

/// What the shells' completion scripts offer for an argument. What they cannot know by themselves they ask omnienv for,
/// with the words of the command line so far.
enum Completion {
    static let manifests = CompletionKind.file(extensions: ["yaml", "yml"])
    static let states = CompletionKind.file(extensions: ["jsonl"])
    static let plans = CompletionKind.file(extensions: ["json"])

    /// Base connections and environments, of the manifest and of the state.
    static let targets = asking { $0.bases + $0.environments + $0.recorded }
    static let bases = asking { $0.bases }
    static let environments = asking { $0.environments }
    static let recorded = asking { $0.recorded }

    private static func asking(_ find: @Sendable @escaping (UnfinishedCommandLine) -> [String])
        -> CompletionKind
    {
        .custom { words, _, _ in harmless(find(UnfinishedCommandLine(words: words))) }
    }

    /// Sorted, each once. bash reads an offered word as a script once more before it shows it, so only words that are
    /// nothing but words to any shell are offered: labels and names may be written by a stranger.
    static func harmless(_ words: [String]) -> [String] {
        Set(words).filter { $0.wholeMatch(of: /[A-Za-z0-9._\/-]+/) != nil }.sorted()
    }
}

/// A command line while it is being written. Nothing in it is an error: what cannot be read offers nothing.
private struct UnfinishedCommandLine {
    let words: [String]

    var bases: [String] { manifest?.bases.map(\.label.value) ?? [] }

    var environments: [String] {
        manifest?.bases.flatMap { base in
            base.environments.map { "\(base.label.value)/\($0.label.value)" }
        } ?? []
    }

    /// What the state has, by address or label.
    var recorded: [String] {
        let path = values(of: ["--state"]).last ?? StateOptions.standardPath(besides: manifests)
        guard (try? FileStatus(path))?.kind == .file, let state = try? StateFile.load(path).state else {
            return []
        }
        return state.entries.map(\.name)
    }

    private var manifest: Manifest? {
        // A pipe that is read while a command line is being written is empty when the command comes to it.
        let paths = manifests.filter { [.file, .folder].contains((try? FileStatus($0))?.kind) }
        return paths.isEmpty ? nil : ManifestLoader.load(paths).manifest
    }

    private var manifests: [String] {
        let given = values(of: ["-f", "--file"])
        return ManifestInputs.setting(given).value ?? [ManifestInputs.standard]
    }

    /// What follows the option. bash takes `--file=PATH` for three words, other shells for one.
    private func values(of names: [String]) -> [String] {
        words.indices.compactMap { index in
            if let name = names.first(where: { words[index].hasPrefix($0 + "=") }) {
                return String(words[index].dropFirst(name.count + 1))
            }
            guard names.contains(words[index]) else { return nil }
            return words[(index + 1)...].first { $0 != "=" }
        }
    }
}
