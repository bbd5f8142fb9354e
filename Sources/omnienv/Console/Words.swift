import ArgumentParser
import Diagnostics
import Manifest
import OmniModel
import Planning

extension Step {
    /// What a step does, in a few words.
    var words: String {
        switch self {
        case .attach(let targets):
            targets.count > 4
                ? "attach \(targets.count) environments"
                : "attach " + targets.map(\.address.environment).joined(separator: ", ")
        case .setValues(let target, _, let to, .final): "\(target.address.environment): values \(to.listed)"
        case .setValues(let target, let from, let to, .release):
            "\(target.address.environment) releases \(from.without(to).listed)"
        case .setAttribute(let attribute, _, purpose: .final): "user attribute \(attribute.name)"
        case .setAttribute(let attribute, let from, purpose: .release):
            "the base releases \((from?.defaultValues ?? []).without(attribute.defaultValues).listed)"
        case .removeAttribute: "remove the user attribute"
        case .detach(let target, _): "detach \(target.address.environment)"
        }
    }

    var method: String {
        switch self {
        case .attach: "POST"
        case .setValues: "PUT"
        case .setAttribute, .removeAttribute: "PATCH"
        case .detach: "DELETE"
        }
    }
}

extension [String] {
    /// Up to six of them with commas between, then how many more.
    var listed: String { listed(atMost: 6) }

    func listed(atMost limit: Int) -> String {
        guard !isEmpty else { return "no values" }
        let shown = prefix(limit).map(\.printable).joined(separator: ", ")
        return count > limit ? "\(shown) and \(count - limit) more" : shown
    }

    /// Each in quotes, with commas between.
    var quotedList: String { map { "\"\($0.printable)\"" }.joined(separator: ", ") }
}

extension [AttributeValue] {
    var listed: String { texts.listed }

    func listed(atMost limit: Int) -> String { texts.listed(atMost: limit) }

    var quotedList: String { texts.quotedList }
}

extension Duration {
    /// Such as `45 seconds`, `3 minutes` or `2 hours`.
    var words: String {
        let seconds = Int(components.seconds)
        switch seconds {
        case ..<2: return "1 second"
        case ..<120: return "\(seconds) seconds"
        case ..<7200: return "\(seconds / 60) minutes"
        default: return "\(seconds / 3600) hours"
        }
    }
}

extension Int {
    /// Such as `1 request` or `3 requests`.
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}

extension StateRecord {
    /// What it says, in a few words.
    var words: String {
        switch self {
        case .environment(_, let environment):
            "\(environment.address) with the id \(environment.id): \(environment.values.listed(atMost: .max))"
        case .detached(let key): "the connection \(key.connection) is detached from \(key.base)"
        case .attribute(_, let recorded):
            "\(recorded.base): user attribute \(recorded.attribute.name.printable)"
        case .attributeRemoved(let base): "the base \(base) has no user attribute"
        case .connectionName(let id, let name): "\(id) is called \(name.printable)"
        case .isolation(let base, let isolation): "the base \(base) has isolation \(isolation.rawValue)"
        case .intent(_, let address): "\(address) may be attached"
        case .forgotten(let key): "the connection \(key.connection) on \(key.base) is not managed any more"
        case .attributeForgotten(let base): "the user attribute of \(base) is not managed any more"
        case .intentDropped(let key): "the connection \(key.connection) was not attached to \(key.base)"
        case .planApplied(let seal): "the saved plan \(seal) was begun"
        }
    }
}

extension Change {
    /// What differs, in a few words.
    var words: String {
        switch self {
        case .attach(let target, let values, _): "\(target.address) is not attached (\(values.listed))"
        case .adopt(let target, _): "\(target.address) is in Omni already"
        case .protect(let target):
            "\(target.address) is \(target.isProtected ? "protected" : "no longer protected")"
        case .setValues(let target, let from, let to, _):
            "\(target.address) has \(from.listed) instead of \(to.listed)"
        case .detach(let target, _): "\(target.address) is still attached"
        case .setAttribute(_, let attribute, _): "the user attribute is not \(attribute.name.printable)"
        case .removeAttribute(let attribute): "the user attribute is still \(attribute.name.printable)"
        case .orphaned(let target, _): "\(target.address) is no longer in the manifest"
        case .orphanedAttribute(let attribute):
            "the user attribute \(attribute.name.printable) is no longer in the manifest"
        case .orphanedBase(let label): "\(label.printable) is no longer in the manifest"
        case .gone(let target): "\(target.address) is gone"
        case .unmanaged(let key, _, _): "the connection \(key.connection) is attached, but not managed here"
        }
    }
}

/// A time as an option takes it: a number with `ms`, `s`, `m` or `h`; without a unit, seconds.
struct TimeSpan: ExpressibleByArgument {
    /// A hundred years, in milliseconds: a deadline that far off still fits a clock.
    private static let longest = 100 * 365 * 24 * 3_600_000

    let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        let digits = argument.prefix(while: \.isNumber)
        guard let number = Int(digits) else { return nil }
        let milliseconds: Int
        switch argument.dropFirst(digits.count) {
        case "ms": milliseconds = 1
        case "", "s": milliseconds = 1000
        case "m": milliseconds = 60_000
        case "h": milliseconds = 3_600_000
        default: return nil
        }
        let (total, isTooLong) = number.multipliedReportingOverflow(by: milliseconds)
        guard !isTooLong, total <= Self.longest else { return nil }
        duration = .milliseconds(total)
    }

    var defaultValueDescription: String { "\(duration.components.seconds)s" }
}

extension String {
    /// As one word of a command line that a person may copy into a shell, whatever it holds.
    var shellWord: String {
        if !isEmpty, utf8.allSatisfy(Self.isPlain) { return self }
        return "'" + replacing("'", with: "'\\''") + "'"
    }

    /// Whether it means itself to every shell.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_@%+=:,./-".utf8.contains(byte)
        }
    }
}

/// Text for a comment on a pull request.
enum Markdown {
    /// A heading and a block that shows `text` as it is, whatever it holds.
    static func section(_ heading: String, _ text: String) -> String {
        let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "### \(heading)\n\n\(fence)text\n\(text)\(fence)\n"
    }
}
