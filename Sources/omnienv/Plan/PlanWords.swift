import Diagnostics
import Manifest
import OmniModel
import Planning

extension Step {
    /// What a step does, in a few words.
    var words: TerminalText {
        switch self {
        case .attach(let targets):
            targets.count > 4
                ? "attach \(targets.count) environments"
                : "attach \(targets.map(\.address.environment).listed(atMost: .max))"
        case .setValues(let target, _, let to, .final):
            "\(inRow: target.address.environment): values \(to.listed)"
        case .setValues(let target, let from, let to, .release):
            "\(inRow: target.address.environment) releases \(from.without(to).listed)"
        case .setAttribute(let attribute, _, purpose: .final): "user attribute \(attribute.name)"
        case .setAttribute(let attribute, let from, purpose: .release):
            "the base releases \((from?.defaultValues ?? []).without(attribute.defaultValues).listed)"
        case .removeAttribute: "remove the user attribute"
        case .detach(let target, _): "detach \(inRow: target.address.environment)"
        }
    }

    var method: TerminalText {
        switch self {
        case .attach: "POST"
        case .setValues: "PUT"
        case .setAttribute, .removeAttribute: "PATCH"
        case .detach: "DELETE"
        }
    }
}

extension StateRecord {
    /// What it says, in a few words.
    var words: TerminalText {
        switch self {
        case .environment(_, let environment):
            "\(environment.address) with the id \(environment.id): \(environment.values.listed(atMost: .max))"
        case .detached(let key): "the connection \(key.connection) is detached from \(key.base)"
        case .attribute(_, let recorded):
            "\(recorded.base): user attribute \(recorded.attribute.name)"
        case .attributeRemoved(let base): "the base \(base) has no user attribute"
        case .connectionName(let id, let name): "\(id) is called \(name)"
        case .isolation(let base, let isolation): "the base \(base) has isolation \(isolation.rawValue)"
        case .intent(_, let address): "\(address) may be attached"
        case .forgotten(let key): "the connection \(key.connection) on \(key.base) is not managed any more"
        case .attributeForgotten(let base): "the user attribute of \(base) is not managed any more"
        case .intentDropped(let key): "the connection \(key.connection) was not attached to \(key.base)"
        case .planApplied(let seal): "the saved plan \(seal) was begun"
        case .write(let write): "\(write.target.words) is about to be written"
        case .writeDropped(let target): "\(target.words) was not written"
        case .unmanaged(let key, _): "the connection \(key.connection) on \(key.base) is left alone"
        case .unmanagedGone(let key): "the connection \(key.connection) on \(key.base) is gone"
        case .run(let run): "the run \(run.id)"
        case .serial(let number): "the serial is \(number)"
        }
    }
}

extension Change {
    /// What differs, in a few words.
    var words: TerminalText {
        switch self {
        case .attach(let target, let values, _): "\(target.address) is not attached (\(values.listed))"
        case .adopt(let target, _): "\(target.address) is in Omni already"
        case .protect(let target):
            "\(target.address) is \(target.isProtected ? "protected" : "no longer protected")"
        case .setValues(let target, let from, let to, _):
            "\(target.address) \(from.difference(from: to))"
        case .detach(let target, _): "\(target.address) is still attached"
        case .setAttribute(let found, let wanted, _): Self.words(found, instead: wanted)
        case .removeAttribute(let attribute): "the user attribute is still \(attribute.name)"
        case .orphaned(let target, _): "\(target.address) is no longer in the manifest"
        case .orphanedAttribute(let attribute):
            "the user attribute \(attribute.name) is no longer in the manifest"
        case .orphanedBase(let label): "\(label) is no longer in the manifest"
        case .gone(let target): "\(target.address) is gone"
        case .unmanaged(let key, _, _): "the connection \(key.connection) is attached, but not managed here"
        }
    }
}

extension Change {
    fileprivate static func words(
        _ found: Connection.Attribute,
        instead wanted: EnvironmentUserAttribute
    ) -> TerminalText {
        switch found {
        case .unreported: return "Omni does not say the user attribute, which is to be \(wanted.name)"
        case .none: return "there is no user attribute instead of \(wanted.name)"
        case .set(let found) where ExactText(found.name) != ExactText(wanted.name):
            return "the user attribute is \(found.name) instead of \(wanted.name)"
        case .set(let found):
            let difference = found.defaultValues.difference(from: wanted.defaultValues)
            return "the base \(difference) among the default values of \(wanted.name)"
        }
    }
}

extension [AttributeValue] {
    /// How what a holder of values has differs from what it is to have, such as `has prod instead of live`; it follows whose
    /// values they are. Every value is named.
    func difference(from wanted: [AttributeValue]) -> TerminalText {
        let (kept, missing) = (without(wanted), wanted.without(self))
        let (has, lacks) = (kept.named(beside: missing), missing.named(beside: kept))
        if missing.isEmpty { return "also has \(has)" }
        return kept.isEmpty ? "lacks \(lacks)" : "has \(has) instead of \(lacks)"
    }

    /// A text that looks like one of the others has the codes of its characters beyond ASCII beside it.
    private func named(beside others: [AttributeValue]) -> TerminalText {
        map { value -> TerminalText in
            // Swift holds two Unicode forms of a text for equal.
            guard others.contains(where: { $0.text == value.text }) else { return "\(inRow: value.text)" }
            let codes = value.text.unicodeScalars.filter { !$0.isASCII }.map(\.codePoint)
            return "\(inRow: value.text) (\(codes.joined(separator: " ")))"
        }.listed(atMost: .max)
    }
}

extension NotedWrite.Target {
    fileprivate var words: TerminalText {
        switch self {
        case .environment(let key): "the connection \(key.connection) on \(key.base)"
        case .attribute(let base): "the user attribute of \(base)"
        }
    }
}
