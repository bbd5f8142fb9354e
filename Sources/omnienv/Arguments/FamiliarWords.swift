import Diagnostics

/// Words that fingers know from other tools, each with the one that is meant here. They are asked only when the command
/// line has been refused, so that no word here stands in the way of one of our own.
struct FamiliarWords {
    private struct Word {
        /// As they stand side by side on the command line; what follows a `=` is left out.
        let words: [String]
        let answer: String

        init(_ words: String..., means answer: String) { (self.words, self.answer) = (words, answer) }
    }

    private static let table: [Word] = [
        Word("-auto-approve", means: "write --auto-approve"),
        Word("--yes", means: "write --auto-approve"),
        Word("-y", means: "write --auto-approve"),
        Word(
            "-input",
            means: "leave it out: without a terminal nobody is asked, and apply takes --auto-approve"
        ),
        Word("-out", means: "write --out FILE"),
        Word("-target", means: "write --target ADDRESS"),
        Word("-state", means: "write --state PATH"),
        Word("-json", means: "write --output json"),
        Word("--json", means: "write --output json"),
        Word("-no-color", means: "write --color never"),
        Word("-compact-warnings", means: "write --quiet"),
        Word("-detailed-exitcode", means: "write --detailed-exitcode"),
        Word("-parallelism", means: "write --parallelism N"),
        Word("-lock-timeout", means: "write --lock-timeout TIME"),
        Word("-lock", means: "leave it out: an apply always takes the lock, and a plan needs none"),
        Word(
            "-refresh",
            means: "Omni is read by each plan; omnienv plan --offline plans from the cached state"
        ),
        Word("-refresh-only", means: "omnienv drift shows what others have changed in Omni"),
        Word("-var", means: "a manifest has no variables: generate it, and give it as -f -"),
        Word("-var-file", means: "a manifest has no variables: generate it, and give it as -f -"),
        Word(
            "-replace",
            means: "nothing has to be made anew: take it out of the manifest, apply --prune, put it in again"
        ),
        Word("-destroy", means: "take it out of the manifest, then omnienv apply --prune"),
        Word("--dry-run", means: "omnienv plan shows what an apply would do"),
        Word("destroy", means: "take it out of the manifest, then omnienv apply --prune"),
        Word(
            "refresh",
            means: "Omni is read by each plan; omnienv drift shows what others have changed there"
        ),
        Word("state", "rm", means: "omnienv state forget ADDRESS"),
        Word(
            "state",
            "mv",
            means: "edit the label in the manifest: the state follows the connection by itself"
        ),
        Word(
            "force-unlock",
            means: "nothing has to be unlocked: a lock on a file is free once its holder has ended"
        ),
        Word(
            "taint",
            means: "nothing has to be made anew: take it out of the manifest, apply --prune, put it in again"
        ),
        Word(
            "workspace",
            means: "an instance has a manifest and a state of its own: name them with -f and --state"
        ),
        Word(
            "output",
            means: "omnienv route VALUE says where a value goes, omnienv state show what the state has"
        ),
        Word("fmt", means: "omnienv writes no manifest anew; omnienv validate checks it"),
        Word("preview", means: "omnienv plan"),
        Word("up", means: "omnienv apply"),
        Word("sync", means: "omnienv apply"),
        Word("push", means: "omnienv apply"),
        Word("dump", means: "omnienv export"),
        Word("version", means: "omnienv --version"),
    ]

    /// The words that follow the program's name.
    let arguments: [String]
    /// The program's own commands.
    let commands: [String]

    /// What to write instead of what was refused; `nil` where nothing is known of it.
    var answer: String? {
        let given = arguments.map { $0.hasPrefix("-") ? String($0.prefix { $0 != "=" }) : $0 }
        for word in Self.table where Self.stands(word.words, in: given) {
            return "\(word.words.joined(separator: " ").quoted) is another tool's: \(word.answer)"
        }
        guard let first = arguments.first, !first.hasPrefix("-"), !commands.contains(first) else {
            return nil
        }
        let lack = "there is no command \(first.quoted)"
        let guess = Suggestion.question(for: first, among: commands)
        return lack + "; " + (guess ?? "there are: \(commands.joined(separator: ", "))")
    }

    /// A command is the first word, a flag stands anywhere.
    private static func stands(_ words: [String], in given: [String]) -> Bool {
        guard words[0].hasPrefix("-") else { return given.starts(with: words) }
        return given.contains(words[0])
    }
}
