import Diagnostics
import DurableFiles
import Planning
import StateStore

extension StateJournal {
    /// Opens a journal, and says on standard error where a power cut may still undo that.
    static func open(
        _ path: String,
        replayed: StateFormat.Replayed,
        header: @autoclosure () -> StateHeader,
        console: Console
    ) throws(StateError) -> StateJournal {
        let journal = try open(path, replayed: replayed, header: header())
        if let folder = journal.unflushedFolder?.path {
            console.warning(
                """
                the folder \(folder.quoted) is on a file system that cannot flush folders: a power cut may take away the \
                name of a state file that is new there
                """
            )
        }
        return journal
    }
}
