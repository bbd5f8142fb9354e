import Diagnostics
import LocatedYAML

extension ManifestDecoder {
    mutating func expectations(_ entry: Entry) -> [Expectation] {
        let bases = mapping(entry.value, .field(entry.key.text), key: entry.key.range) ?? []
        return bases.flatMap { expectations(ofBase: $0) }
    }

    private mutating func expectations(ofBase base: Entry) -> [Expectation] {
        let part = ManifestPart.field(base.key.text)
        let lines = mapping(base.value, part, key: base.key.range) ?? []
        let label = Located(base.key.text, at: base.key.range)
        return lines.compactMap { line in
            let part = ManifestPart.expectation(line.key.text)
            guard let target = text(line.value, part, key: line.key.range) else { return nil }
            return Expectation(base: label, value: Located(line.key.text, at: line.key.range), target: target)
        }
    }
}
