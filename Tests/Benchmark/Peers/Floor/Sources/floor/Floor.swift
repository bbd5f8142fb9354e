import ArgumentParser

/// What a command with one flag and nothing to do takes.
@main
struct Floor: ParsableCommand {
    @Flag(help: "Does nothing.") var nothing = false
}
