import LocatedYAML

/// Differences that people overlook. Canonical Unicode forms are not among them: Swift's own `==` of two
/// strings ignores those.
struct Folding: OptionSet {
    let rawValue: UInt8

    static let upperCase = Folding(rawValue: 1)
    static let compatibility = Folding(rawValue: 2)
    static let invisible = Folding(rawValue: 4)
    static let lookAlikes = Folding(rawValue: 8)
    static let all: Folding = [.upperCase, .compatibility, .invisible, .lookAlikes]
}

extension String {
    /// The text without what `folding` overlooks; two texts whose skeletons are equal are easily mistaken
    /// for one another.
    func skeleton(_ folding: Folding = .all) -> String {
        unicodeScalars.reduce(into: "") { skeleton, scalar in
            skeleton += folding.fold(scalar)
        }
    }
}

extension Folding {
    fileprivate func fold(_ scalar: Unicode.Scalar) -> String {
        if contains(.invisible), scalar.isInvisible { return "" }
        var text = String(scalar)
        if contains(.compatibility) { text = CompatibilityForms.plain(scalar) ?? text }
        if contains(.lookAlikes) { text = text.mapScalars { LookAlikes.latin($0) } }
        // Over upper case, so that ß meets SS.
        if contains(.upperCase) {
            text = text.mapScalars(\.properties.uppercaseMapping).mapScalars(\.properties.lowercaseMapping)
        }
        return text
    }
}

extension String {
    fileprivate func mapScalars(_ map: (Unicode.Scalar) -> String?) -> String {
        unicodeScalars.reduce(into: "") { $0 += map($1) ?? String($1) }
    }
}
