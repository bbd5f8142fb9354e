import Testing

extension Outcome {
    /// Nothing in either stream acts on a terminal, hides, reorders what stands around it, or is a command to the system
    /// that runs a pipeline and reads its log.
    func expectHarmless(sourceLocation: SourceLocation = #_sourceLocation) {
        for command in ["##[", "##vso[", "##teamcity["] {
            #expect(
                !everything.lowercased().contains(command),
                "\(everything)",
                sourceLocation: sourceLocation
            )
        }
        for line in everything.split(whereSeparator: \.isNewline) {
            let text = line.drop { $0.isWhitespace }
            #expect(!text.hasPrefix("::"), "\(everything)", sourceLocation: sourceLocation)
        }
        let acting = everything.unicodeScalars.filter { $0 != "\n" && Self.acts($0) }.map {
            String($0.value, radix: 16)
        }
        #expect(acting == [], sourceLocation: sourceLocation)
    }

    private static func acts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
