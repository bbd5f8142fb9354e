import FoundationEssentials

/// Reads a state file without ever changing it, as `plan`, `drift` and `validate` do.
package enum StateFile {
    /// The text of a missing file is empty.
    package static func load(_ path: String, in files: some FileSystem = SystemFiles()) throws(StateError)
        -> StateFormat.Replayed
    {
        do {
            return try StateFormat.replay(try text(path, in: files))
        } catch let problem as StateProblem {
            throw .unusable(path: path, problem)
        } catch let error as FileError {
            throw .file(error)
        } catch {
            throw .encoding(String(describing: error))
        }
    }

    private static func text(_ path: String, in files: some FileSystem) throws(FileError) -> Data {
        do {
            return try files.open(path, .read).readAll()
        } catch  where error.isMissing {
            return Data()
        }
    }

    /// A state file belongs to one instance (design, section 3).
    package static func check(_ state: State?, path: String, instance: String) throws(StateError) {
        guard let state, state.header.instance != instance else { return }
        throw .otherInstance(path: path, state: state.header.instance, wanted: instance)
    }
}
