import DurableFiles
import Synchronization

/// What `--token-file` names, read once a run: a pipe has its content only once.
enum TokenFile {
    private static let contents = Mutex<[String: String]>([:])

    static func content(of path: String) throws(CommandError) -> String {
        if let content = contents.withLock({ $0[path] }) { return content }
        let content = try read(path)
        contents.withLock { $0[path] = content }
        return content
    }

    private static func read(_ path: String) throws(CommandError) -> String {
        do throws(FileError) {
            let file = try File(path, .read)
            if try !file.isWritableByOthers { return String(decoding: try file.readAll(), as: UTF8.self) }
        } catch {
            throw .file(error)
        }
        throw .writableByOthers(path)
    }
}
