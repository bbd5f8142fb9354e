/// Text for a comment on a pull request.
enum Markdown {
    /// A heading and a block that shows `text` as it is, whatever it holds.
    static func section(_ heading: String, _ text: String) -> String {
        let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "### \(heading)\n\n\(fence)text\n\(text)\(fence)\n"
    }
}
