import Foundation

/// The files of a world.
extension World {
    func write(_ manifest: Manifest) throws { try write(manifest.text) }

    func write(_ text: String, to name: String = "omnienv.yaml") throws {
        try write(Array(text.utf8), to: name)
    }

    func write(_ bytes: [UInt8], to name: String = "omnienv.yaml") throws {
        note(input: name)
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: file)
    }

    /// The text of a file, nil when there is none.
    func text(of name: String) -> String? {
        (try? Data(contentsOf: folder.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: folder.appending(path: name))
    }

    /// The names of the files in the folder, sorted.
    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    /// The permissions of a file, such as `0o600`.
    func mode(of name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: name).path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    static let stateFile = "omnienv.state.jsonl"
    var state: String? { text(of: Self.stateFile) }
}
