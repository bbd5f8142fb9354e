import ArgumentParser
import Diagnostics
import DurableFiles
import JSONText
import OmniModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown

    static let help: ArgumentHelp = "The form of the result: text, json or markdown."
}

/// Of results that nobody puts into a comment.
enum PlainFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json

    static let help: ArgumentHelp = "The form of the result: text or json."
}

/// A result of a command, in every form that it can be asked for.
protocol Rendered {
    /// What stands above it in a comment, such as `omnienv plan`.
    var title: TerminalText { get }
    /// For a person. It brings its own line breaks.
    func text(_ style: Style) -> TerminalText
    /// For a comment on a pull request; `style` is without colours.
    func markdown(_ style: Style) -> TerminalText
    /// For programs: an object whose names are in snake case.
    var document: JSONValue { get }
}

extension Rendered {
    func markdown(_ style: Style) -> TerminalText { fenced(text(style)) }

    /// A heading, and a block that shows `text` as it is, whatever it holds.
    func fenced(_ text: TerminalText) -> TerminalText { "### \(title)\n\n\(text.codeBlock())\n" }
}

extension Console {
    func rendered(_ result: some Rendered, as format: OutputFormat) -> TerminalText {
        switch format {
        case .text: wrapped(result.text(outputStyle), for: STDOUT_FILENO)
        case .json: result.document.jsonText()
        case .markdown: result.markdown(Style(isColored: false, isComplete: isVerbose))
        }
    }

    func result(_ result: some Rendered, as format: PlainFormat) throws(FileError) {
        switch format {
        case .text: try self.result(result, as: OutputFormat.text)
        case .json: try self.result(result, as: OutputFormat.json)
        }
    }

    /// Writes the result for which a command was called.
    func result(_ result: some Rendered, as format: OutputFormat) throws(FileError) {
        try self.result(rendered(result, as: format))
    }
}

extension JSONValue {
    /// Words of this program, and what they quote, as they are shown to a person.
    static func text(_ text: TerminalText) -> JSONValue { .string(text.escaped) }

    /// The texts of the values, in their order.
    static func values(_ values: [AttributeValue]) -> JSONValue { .strings(values.texts) }

    static func number(_ number: Int32) -> JSONValue { .number(Int(number)) }

    /// JSON with sorted members, indented or on one line, and a line break at the end. What must not be shown as it is stands
    /// as an escape.
    func jsonText(onOneLine: Bool = false) -> TerminalText {
        TerminalText(json: String(decoding: document(onOneLine: onOneLine), as: UTF8.self)) + "\n"
    }
}
