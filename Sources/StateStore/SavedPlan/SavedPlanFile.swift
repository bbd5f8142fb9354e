import DurableFiles
import FoundationEssentials

/// Where a saved plan lies.
package enum SavedPlanFile {
    /// - Throws: `FileError`, or a `SavedPlanProblem` of the text.
    package static func load(_ path: String) throws -> SealedPlan {
        try SavedPlanFormat.read(try SystemFiles().open(path, .read).readAll())
    }

    /// Puts a plan into a file of its owner's alone. What is there already is replaced only if it is a plan too.
    /// - Parameter shown: the plan as `plan --output json` shows it.
    package static func save(_ plan: SavedPlan, showing shown: some Encodable, to path: String) throws {
        try check(path)
        let text = try SavedPlanFormat.text(of: plan, showing: shown)
        try SystemFiles().replace(path, with: text, keepsAccess: false)
    }

    /// Whether a plan may be saved there, so that nothing is asked of Omni in vain.
    package static func check(_ path: String) throws {
        guard try isReplaceable(path) else { throw SavedPlanProblem.notReplaced(path: path) }
    }

    private static func isReplaceable(_ path: String) throws(FileError) -> Bool {
        do {
            let text = try SystemFiles().open(path, .read).readAll()
            return text.isEmpty || SavedPlanFormat.isPlan(text)
        } catch  where error.isMissing {
            return true
        }
    }
}
