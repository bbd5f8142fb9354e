import Diagnostics
package import DurableFiles
import FoundationEssentials
package import Planning

/// Reads a state file without ever changing it, as `plan` and `drift` do.
package enum StateFile {
    /// Reads and replays a state file; a missing one counts as an empty text.
    ///
    /// - Throws: `file` when it cannot be read, and `unusable` when a line in it is no record (docs/how-it-works.md).
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

    /// Refuses the state of another instance; a state that does not exist yet belongs to any.
    ///
    /// - Throws: `otherInstance`, with both addresses.
    package static func check(_ state: State?, path: String, instance: String) throws(StateError) {
        guard let state, state.header.instance != instance else { return }
        throw .otherInstance(path: path, state: state.header.instance, wanted: instance)
    }
}

extension State {
    /// How many rescue files of earlier accidents may stand in one folder.
    private static let maximumRescueFiles = 100

    /// Saves the whole state, with what Omni confirmed since, when its own file takes no more: in a new file beside that one
    /// or else in the other folder, so that one `mv` brings it back whatever the disk did to the file (docs/reliability.md).
    ///
    /// - Parameters:
    ///   - path: the state file's.
    ///   - folder: the one that is tried when nothing can be written beside the state file.
    /// - Returns: the new file's path.
    /// - Throws: why it could be written in neither.
    package func rescue(
        from path: String,
        orIn folder: String,
        files: some FileSystem = SystemFiles()
    ) throws(FileError) -> String {
        let text = StateFormat.text(of: self)
        do {
            return try Self.write(text, as: path + ".rescue", in: files)
        } catch {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return try Self.write(text, as: folder + "/" + name + ".rescue", in: files)
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
        } catch  where error.isAlreadyThere && number < maximumRescueFiles {
            return try write(text, as: path, number: number + 1, in: files)
        }
    }
}

extension [StateRecord] {
    /// The lines that belong at the state file's end, for when no file can be written: JSON that may be shown as it is.
    package var linesToShow: String { String(decoding: StateFormat.lines(self), as: UTF8.self).safeJSON }
}
