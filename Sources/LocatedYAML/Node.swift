/// A YAML value with the place it was written at. An alias gives the anchored node itself, with the
/// anchor's place: its storage is shared, never copied.
package struct Node: Sendable {
    /// What the node is; aliases and merge keys are resolved already.
    package enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([Entry])
    }

    package let content: Content
    package let range: SourceRange

    package init(content: Content, range: SourceRange) {
        self.content = content
        self.range = range
    }
}

/// A scalar's characters exactly as the text has them (after YAML's own escapes and folding): `no`,
/// `007` and `1e3` are never turned into another type.
package struct Scalar: Sendable {
    /// How the text is written, as far as that says what it means.
    package enum Style: Sendable {
        /// Without quotes, block indicator or `!!str`: only then can it mean null.
        case plain
        case quoted
        /// Below `|` or `>`.
        case block
    }

    package let text: String
    package let style: Style

    package init(text: String, style: Style) {
        self.text = text
        self.style = style
    }

    /// Whether the scalar stands without quotes and block indicator, so that it can mean null or a merge.
    package var isPlain: Bool { style == .plain }

    /// `null`, `~` or nothing at all, unquoted.
    package var isNull: Bool {
        guard isPlain else { return false }
        return switch text {
        case "", "~", "null", "Null", "NULL": true
        default: false
        }
    }
}

/// One `key: value` of a mapping, merge keys (`<<`) already carried out.
package struct Entry: Sendable {
    package let key: Key
    package let value: Node

    package init(key: Key, value: Node) {
        self.key = key
        self.value = value
    }
}

/// The text of a mapping's key, and where it stands; no two of one mapping are equal byte for byte.
package struct Key: Sendable {
    package let text: String
    package let range: SourceRange

    package init(text: String, range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// The tags that say no more than what a node is anyway; all others ask for types or programs.
enum CoreTag: String {
    case string = "tag:yaml.org,2002:str"
    case sequence = "tag:yaml.org,2002:seq"
    case mapping = "tag:yaml.org,2002:map"
    /// Of the key `<<`, which some tools write with it.
    case merge = "tag:yaml.org,2002:merge"

    /// A tag as people write it: `!!int`, `!Ref`.
    static func shorthand(for tag: String) -> String {
        let prefix = "tag:yaml.org,2002:"
        return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }
}
