import Diagnostics
package import DurableFiles
import FoundationEssentials
package import Planning

/// Reads a state file without ever changing it, as `plan`, `drift` and `validate` do.
package enum StateFile {
    /// The text of a missing file is empty.
    package static func load(_ path: String, in files: some FileSystem = SystemFiles()) throws(StateError)
        -> StateFormat.Replayed
    {
        let text = try text(path, in: files)
        do {
            return try StateFormat.replay(text)
        } catch {
            throw .unusable(path: path, error)
        }
    }

    private static func text(_ path: String, in files: some FileSystem) throws(StateError) -> [UInt8] {
        do {
            return try files.open(path, .read).readAll()
        } catch  where error.isMissing {
            return []
        } catch {
            throw .file(error)
        }
    }

    /// A state file belongs to one instance.
    package static func check(_ state: State?, path: String, instance: String) throws(StateError) {
        guard let state, state.header.instance != instance else { return }
        throw .otherInstance(path: path, state: state.header.instance, wanted: instance)
    }
}

/// What an apply saves when the state file takes no more: the whole state, with what Omni confirmed since, so that
/// one `mv` brings it back whatever the disk did to the file.
package enum Rescue {
    /// How many rescue files of earlier accidents may stand in one folder.
    private static let maximumFiles = 100

    /// Writes a new file beside the state file or else in the other folder.
    /// - Returns: its path.
    /// - Throws: why it could be written in neither.
    package static func write(
        _ state: State,
        of path: String,
        orIn folder: String,
        files: some FileSystem = SystemFiles()
    ) throws(FileError) -> String {
        let text = StateFormat.text(of: state)
        do {
            return try write(text, as: path + ".rescue", in: files)
        } catch {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return try write(text, as: folder + "/" + name + ".rescue", in: files)
        }
    }

    /// A file of an earlier accident stays, and so does whatever somebody else put in the place.
    private static func write(
        _ text: [UInt8],
        as path: String,
        number: Int = 1,
        in files: some FileSystem
    ) throws(FileError) -> String {
        let name = number == 1 ? path : "\(path)-\(number)"
        do {
            try files.create(name, with: text)
            return name
        } catch  where error.isAlreadyThere && number < maximumFiles {
            return try write(text, as: path, number: number + 1, in: files)
        }
    }

    /// The lines that belong at the state file's end, for when no file can be written.
    package static func lines(_ records: [StateRecord]) -> String {
        SafeText.json(String(decoding: StateFormat.lines(records), as: UTF8.self))
    }
}
