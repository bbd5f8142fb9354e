import Crypto
package import Diagnostics
import LocatedYAML
import Manifest
import OmniModel
package import Planning

/// The first 128 bits of a SHA-256, as hexadecimal digits: equal for equal texts, and in practice for no others, also
/// where somebody looks for two texts of one digest.
package struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// How many hexadecimal digits a digest has; a text with fewer is none.
    package static let length = 32

    package let text: String

    init(of bytes: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        let pairs = SHA256.hash(data: bytes).prefix(Self.length / 2)
            .flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        text = String(decoding: pairs, as: UTF8.self)
    }

    /// The digest of a list of texts, which no other list has.
    package init(ofTexts texts: [String]) {
        var text = CanonicalText()
        text.add(texts)
        self = text.digest
    }

    /// - Returns: `nil` for a text that is no digest, such as one with fewer digits.
    package init?(text: String) {
        guard text.utf8.count == Self.length, text.allSatisfy({ $0.isHexDigit && !$0.isUppercase }) else {
            return nil
        }
        self.text = text
    }

    package var description: String { text }
}

/// A list of texts as one: each goes with its length, so that two different lists never look alike.
struct CanonicalText {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ text: String) { add(Array(text.utf8)) }

    mutating func add(_ content: [UInt8]) {
        bytes += "\(content.count):".utf8
        bytes += content
    }

    mutating func add(_ number: Int) { bytes += "\(number);".utf8 }

    mutating func add(_ texts: [String]) {
        add(texts.count)
        for text in texts { add(text) }
    }

    /// Values are a set to Omni.
    mutating func add(set values: [AttributeValue]) {
        add(Set(values).sorted().texts)
    }

    var digest: Digest { Digest(of: bytes) }
}

extension Plan {
    /// What this plan asks of which Omni, in which order, who is routed elsewhere by it, and which guards stand; equal on
    /// every machine. A plan without requests stands for its manifest instead. What is only noted or adopted is no
    /// part of it. Nil when the plan is refused, or nothing names the instance.
    ///
    /// - Parameter manifest: the texts that the plan is made from.
    package func digest(of manifest: SourceList) -> Digest? { digest(ofManifest: manifest.fingerprint.text) }

    /// - Parameter fingerprint: of the texts that the plan is made from.
    func digest(ofManifest fingerprint: String) -> Digest? {
        guard refusals.isEmpty, let instance else { return nil }
        var text = CanonicalText()
        text.add(instance.url.description)
        for lifted in lifted { text.add(lifted) }
        let changed = bases.filter(\.isPartOfDigest).sorted { $0.connection < $1.connection }
        text.add(changed.count)
        for base in changed { text.add(base) }
        if !hasChanges { text.add(fingerprint) }
        return text.digest
    }
}

extension SourceList {
    /// The digest of the texts, byte for byte and in their order; what the files are called does not matter.
    var fingerprint: Digest {
        var text = CanonicalText()
        for source in files { text.add(source.bytes) }
        return text.digest
    }
}

extension BasePlan {
    fileprivate var isPartOfDigest: Bool { !steps.isEmpty || !protectionChanges.isEmpty }

    fileprivate var protectionChanges: [EnvironmentTarget] {
        changes.compactMap { if case .protect(let target) = $0 { target } else { nil } }
    }
}

extension CanonicalText {
    /// What only permits a step, such as `--prune`, shows in the steps.
    fileprivate mutating func add(_ lifted: LiftedGuard) {
        switch lifted {
        case .fallbacks(let allowed): add(["fallbacks"] + allowed.words)
        case .isolation(let base): add(["isolation", base])
        case .prune, .emptyList, .massDetach, .protection: break
        }
    }

    fileprivate mutating func add(_ base: BasePlan) {
        add([base.label, base.connection.text, base.isolation.rawValue])
        add(base.protectionChanges.count)
        for target in base.protectionChanges { add(target) }
        add(base.steps.count)
        for step in base.steps { add(step) }
        add(set: base.allowedFallbacks.map(\.value))
        add(base.routing.moves.count)
        for move in base.routing.moves {
            add([move.value.text, base.name(of: move.from), base.name(of: move.to)])
        }
    }

    private mutating func add(_ step: Step) {
        switch step {
        case .attach(let targets):
            add("attach")
            add(targets.count)
            for target in targets { add(target) }
        case .setValues(let target, let from, let to, _):
            add("set")
            add(target)
            add(set: from)
            add(set: to)
        case .setAttribute(let attribute, let old, _):
            add(["attribute", attribute.name, old?.name ?? ""])
            add(set: old?.defaultValues ?? [])
            add(set: attribute.defaultValues)
        case .removeAttribute:
            add("no attribute")
        case .detach(let target, let values):
            add("detach")
            add(target)
            add(set: values)
        }
    }

    private mutating func add(_ target: EnvironmentTarget) {
        let protection = target.isProtected ? "protected" : ""
        add([target.address.environment, target.key.connection.text, target.id?.text ?? "", protection])
    }
}
