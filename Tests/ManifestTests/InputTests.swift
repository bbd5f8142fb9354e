import Diagnostics
import DurableFiles
import FoundationEssentials
import LocatedYAML
import Manifest
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct InputTests {
    private func text(_ base: String) -> String {
        "version: 1\nbaseConnections: {\(base): {connection: \(base), environments: {}}}\n"
    }

    private func load(_ paths: [String], standardInput: Int32 = -1) -> (names: [String], lines: [String]) {
        let loaded = ManifestLoader.load(paths, standardInput: standardInput)
        let lines = DiagnosticRenderer(sources: loaded.sources, isColored: false).render(loaded.diagnostics)
            .escaped
        return (loaded.sources.files.map(\.name), lines.split(separator: "\n").map(String.init))
    }

    @Test func aFolderGivesItsManifestsByName() throws {
        try withFolder { folder in
            try folder.write(text("b"), to: "b.yaml")
            try folder.write(text("a"), to: "a.yml")
            try folder.write("not: [yaml", to: "notes.txt")
            try folder.write("not: [yaml", to: ".hidden.yaml")
            try folder.write("not: [yaml", to: "deeper.yaml/c.yaml")
            for path in [folder.path, folder.path + "/"] {
                let loaded = load([path])
                #expect(loaded.names == ["\(folder.path)/a.yml", "\(folder.path)/b.yaml"])
                #expect(loaded.lines == [])
            }
        }
    }

    @Test func oneFileCountsOnceHoweverItIsNamed() throws {
        try withFolder { folder in
            try folder.write(text("a"), to: "a.yaml")
            try folder.write(text("b"), to: "b.yaml")
            #expect(symlink("\(folder.path)/a.yaml", "\(folder.path)/link.yaml") == 0)
            let loaded = load([
                "\(folder.path)/b.yaml", folder.path, "\(folder.path)/../\(folder.name)/a.yaml",
            ])
            #expect(loaded.names == ["\(folder.path)/b.yaml", "\(folder.path)/a.yaml"])
            #expect(loaded.lines == [])
        }
    }

    /// What somebody puts into a pull request so that a message shows a line of a file that only the runner can read.
    @Test func aLinkOutOfTheFolderIsNotFollowed() throws {
        try withFolder { folder in
            try folder.write("secret: line", to: "token")
            let path = "\(folder.path)/repository"
            try folder.write(text("a"), to: "repository/good.yaml")
            try folder.write("", to: "repository/deeper/nothing")
            for (target, link) in [
                ("../token", "omnienv.yaml"), ("\(folder.path)/token", "whole.yaml"),
                ("chain.yaml", "first.yaml"),
                ("deeper/../../token", "chain.yaml"), ("/proc/self/environ", "variables.yaml"),
            ] { #expect(symlink(target, "\(path)/\(link)") == 0) }
            let message = "error: a symbolic link that leads out of its folder, which is not followed; "
            for input in ["\(path)/omnienv.yaml", "\(path)/first.yaml", path] {
                let loaded = load([input])
                #expect(loaded.names == (input == path ? ["\(path)/good.yaml"] : []))
                #expect(loaded.lines.count == (input == path ? 5 : 1))
                #expect(loaded.lines.allSatisfy { $0.contains(message) })
            }
        }
    }

    @Test func linksWithinTheFolderAndToItAreFollowed() throws {
        try withFolder { folder in
            try folder.write(text("a"), to: "map/..2026/a.yaml")
            try folder.write(text("b"), to: "map/b.yaml")
            for (target, link) in [
                ("..2026", "map/..data"), ("..data/a.yaml", "map/a.yaml"), ("map", "mounted"),
            ] { #expect(symlink(target, "\(folder.path)/\(link)") == 0) }
            for map in ["\(folder.path)/map", "\(folder.path)/mounted", "\(folder.path)/mounted/"] {
                let loaded = load([map])
                #expect(loaded.names.map { $0.suffix(7) } == ["/a.yaml", "/b.yaml"])
                #expect(loaded.lines == [])
                #expect(load(["\(map)/a.yaml", "\(map)/b.yaml"]).lines == [])
            }
        }
    }

    @Test func ofTheSystemOnlyPipesAreReadByName() throws {
        let refused = """
            error: only standard input and pipes are read under /proc, /sys and /dev; name a file elsewhere, or - for \
            standard input
            """
        for path in ["/proc/self/environ", "/proc/self/../self/status", "/sys/kernel/notes"]
        where access(path, F_OK) == 0 {
            #expect(load([path]).lines == ["\(path): \(refused)"])
        }
        try withFolder { folder in
            #expect(symlink("/proc/self", "\(folder.path)/process") == 0)
            #expect(load(["\(folder.path)/process/status"]).lines.first?.hasSuffix(refused) == true)
        }
        try withPipe(holding: text("a")) { pipe in
            #expect(load(["/dev/fd/\(pipe)"]).lines == [])
        }
    }

    @Test func standardInputIsReadOnceAndWhole() throws {
        try withPipe(holding: text("a")) { pipe in
            let loaded = load(["-", "-"], standardInput: pipe)
            #expect(loaded.names == ["-"])
            #expect(loaded.lines == [])
        }
    }

    @Test func whatCannotBeReadIsAnErrorAndHidesNoOther() throws {
        try withFolder { folder in
            try folder.write("version: 2\n", to: "a.yaml")
            try folder.write("", to: "empty/readme.txt")
            #expect(symlink("\(folder.path)/nowhere", "\(folder.path)/broken.yaml") == 0)
            let path = folder.path
            let loaded = load([
                "\(path)/nope.yaml", "\(path)/empty", "/dev/null", path, "\(path)/a.yaml/x", "-",
            ])
            #expect(
                loaded.lines.prefix(6) == [
                    "\(path)/nope.yaml: error: no such file or folder; name the manifest with -f, or write a first one with omnienv init",
                    "\(path)/empty: error: no *.yaml or *.yml file in this folder; name another one, or write a first one with omnienv init",
                    "/dev/null: error: neither a file nor a folder; name one of these, or - for standard input",
                    "\(path)/broken.yaml: error: no such file or folder; name the manifest with -f, or write a first one with omnienv init",
                    "\(path)/a.yaml/x: error: no such file or folder; name the manifest with -f, or write a first one with omnienv init",
                    "-: error: cannot be read: bad file descriptor; check its permissions",
                ]
            )
            #expect(
                loaded.lines[6]
                    == "\(path)/a.yaml:1:10: error: this omnienv reads version 1, not \"2\"; write 1"
            )
            #expect(loaded.lines.count == 9)
        }
    }

    @Test func aFileThatIsPassedOverForTheCaseOfItsSuffixIsNamed() throws {
        try withFolder { folder in
            try folder.write(text("a"), to: "teams/a.yaml")
            try folder.write(text("b"), to: "teams/B.YAML")
            try folder.write(text("c"), to: "teams/c.Yml")
            let loaded = load(["\(folder.path)/teams"])
            #expect(loaded.names == ["\(folder.path)/teams/a.yaml"])
            #expect(
                loaded.lines
                    == ["B.YAML", "c.Yml"].map {
                        "\(folder.path)/teams/\($0): warning: not read: of a folder only *.yaml and *.yml are, in lower case; rename it, or name it with -f"
                    }
            )
            #expect(ManifestLoader.load(["\(folder.path)/teams"]).manifest != nil)
            #expect(load(["\(folder.path)/teams/B.YAML"]).lines == [])
        }
    }

    @Test(arguments: ["omnienv.yml", "omnienv.yaml.txt", "Omnienv.YAML", "routing.yaml"])
    func aManifestOfAnotherNameIsNamed(name: String) throws {
        try withFolder { folder in
            try folder.write(text("a"), to: name)
            try folder.write("", to: "notes.txt")
            #expect(
                load(["\(folder.path)/omnienv.yaml"]).lines == [
                    "\(folder.path)/omnienv.yaml: error: no such file or folder; name the manifest with -f, or write a first one with omnienv init",
                    "  hint: did you mean \"\(folder.path)/\(name)\"?",
                ]
            )
        }
    }

    @Test func ofSeveralManifestsNoneIsGuessed() throws {
        try withFolder { folder in
            try folder.write(text("a"), to: "a.yaml")
            try folder.write(text("b"), to: "b.yaml")
            #expect(load(["\(folder.path)/omnienv.yaml"]).lines.count == 1)
        }
    }

    @Test func aFileThatIsTooLargeIsRefusedBeforeItIsRead() throws {
        try withFolder { folder in
            try folder.write("", to: "big.yaml")
            #expect(truncate("\(folder.path)/big.yaml", 64 << 20 + 1) == 0)
            let loaded = load(["\(folder.path)/big.yaml"])
            #expect(loaded.names == [])
            #expect(
                loaded.lines == [
                    "\(folder.path)/big.yaml: error: larger than 64 MiB; split it into several files"
                ]
            )
        }
    }

    @Test func readingStopsAtTheLimit() throws {
        try withFolder { folder in
            try folder.write(String(repeating: "x", count: 100_000), to: "a")
            let path = "\(folder.path)/a"
            #expect(try File(path, .read).readAll(limit: 100_000).count == 100_000)
            #expect(throws: FileError(.read, path, number: EFBIG)) {
                try File(path, .read).readAll(limit: 99_999)
            }
        }
    }

    @Test func readingAPipeStopsAtTheLimitToo() throws {
        let text = String(repeating: "x", count: 50_000)
        try withPipe(holding: text) { pipe in
            let content = try File(copying: pipe, as: "-").readAll(limit: 50_000)
            #expect(content.count == 50_000)
        }
        try withPipe(holding: text) { pipe in
            #expect(throws: FileError(.read, "-", number: EFBIG)) {
                try File(copying: pipe, as: "-").readAll(limit: 49_999)
            }
        }
    }
}

/// A folder of its own for one test, removed behind it.
private struct TestFolder {
    let path: String

    var name: String { String(path.split(separator: "/").last ?? "") }

    func write(_ text: String, to file: String) throws {
        let target = "\(path)/\(file)"
        let parent = String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try text.write(toFile: target, atomically: false, encoding: .utf8)
    }
}

private func withFolder(_ body: (TestFolder) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path() + "omnienv-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: path) } }
    try body(TestFolder(path: path))
}

/// The reading end of a pipe whose writing end is closed. The text has to fit into the system's buffer.
private func withPipe(holding text: String, _ body: (Int32) throws -> Void) throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let bytes = Array(text.utf8)
    #expect(write(ends[1], bytes, bytes.count) == bytes.count)
    close(ends[1])
    defer { close(ends[0]) }
    try body(ends[0])
}
