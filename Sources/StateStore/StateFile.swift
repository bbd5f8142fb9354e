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
