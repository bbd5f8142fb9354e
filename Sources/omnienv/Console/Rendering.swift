import ArgumentParser
import Diagnostics
import DurableFiles
import FoundationEssentials
import JSONText

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
}

struct OutputOptions: ParsableArguments {
    @Option(help: "The form of the result: text, json or markdown.")
    var output = OutputFormat.text
}

/// For results that nobody puts into a comment.
struct PlainOutputOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(help: "The form of the result: text or json.")
    var output = Format.text

    var format: OutputFormat {
        switch output {
        case .text: .text
        case .json: .json
        }
    }
}

/// A result of a command, in every form that it can be asked for.
protocol Rendered {
    associatedtype Document: Encodable

    /// What stands above it in a comment, such as `omnienv plan`.
    var title: TerminalText { get }
    /// For a person. It brings its own line breaks.
    func text(_ style: Style) -> TerminalText
    /// For a comment on a pull request; `style` is without colours.
    func markdown(_ style: Style) -> TerminalText
    /// For programs.
    var document: Document { get }
}

extension Rendered {
    func markdown(_ style: Style) -> TerminalText { fenced(text(style)) }

    /// A heading, and a block that shows `text` as it is, whatever it holds.
    func fenced(_ text: TerminalText) -> TerminalText { "### \(title)\n\n\(text.codeBlock())\n" }
}

extension Console {
    func rendered(_ result: some Rendered, as format: OutputFormat) throws -> TerminalText {
        switch format {
        case .text: wrapped(result.text(outputStyle), for: STDOUT_FILENO)
        case .json: try result.document.jsonText()
        case .markdown: result.markdown(Style(isColored: false, isComplete: isVerbose))
        }
    }

    /// Writes the result for which a command was called.
    func result(_ result: some Rendered, as format: OutputFormat) throws {
        try self.result(rendered(result, as: format))
    }
}

extension JSONValue: Encodable {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }

        init?(intValue: Int) { nil }
    }

    package func encode(to encoder: any Encoder) throws {
        if case .object(let members) = self {
            var container = encoder.container(keyedBy: Key.self)
            for (name, value) in members {
                try container.encodeIfPresent(value, forKey: Key(stringValue: name))
            }
            return
        }
        var container = encoder.singleValueContainer()
        switch self {
        case .null, .object: try container.encodeNil()
        case .boolean(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        }
    }
}

extension TerminalText: Encodable {
    package func encode(to encoder: any Encoder) throws { try escaped.encode(to: encoder) }
}

extension Encodable {
    /// JSON with sorted keys, indented or on one line, in snake case unless another format asks for its own, and a line break at the end.
    /// What must not be shown as it is stands as an escape.
    func jsonText(
        keys: JSONEncoder.KeyEncodingStrategy = .convertToSnakeCase,
        onOneLine: Bool = false
    ) throws -> TerminalText {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if !onOneLine { encoder.outputFormatting.insert(.prettyPrinted) }
        encoder.keyEncodingStrategy = keys
        return TerminalText(json: String(decoding: try encoder.encode(self), as: UTF8.self)) + "\n"
    }
}
