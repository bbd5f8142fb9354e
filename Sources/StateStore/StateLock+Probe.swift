package import DurableFiles

extension StateLock {
    /// Whether somebody holds the lock now. Nothing is written, and the lock is released at once.
    package static func isHeld(statePath: String, in files: some FileSystem = SystemFiles())
        throws(StateError) -> Bool
    {
        do {
            let isFree = try files.open(path(of: statePath), .read).tryLock()
            return !isFree
        } catch  where error.isMissing {
            return false
        } catch {
            throw .file(error)
        }
    }
}
