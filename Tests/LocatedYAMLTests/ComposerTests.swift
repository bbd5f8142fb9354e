import Testing

@testable import LocatedYAML

/// The composer by itself, on events that no text stands behind.
@Suite struct ComposerTests {
    private struct ListedEvents: EventSource {
        var kinds: [Event.Kind]

        mutating func next() throws(YAMLProblem) -> Event {
            let kind = kinds.isEmpty ? .streamEnd : kinds.removeFirst()
            let place = SourcePosition(line: Int32(kinds.count), column: 1)
            return Event(kind: kind, properties: .none, range: .point(place, file: 0))
        }
    }

    private func compose(_ kinds: [Event.Kind]) -> YAMLStream {
        Composer(ListedEvents(kinds: kinds), limits: .standard).stream()
    }

    private static let one = Event.Kind.scalar(Scalar(text: "one", style: .plain))

    @Test func eventsBecomeNodes() {
        let stream = compose([
            .streamStart, .documentStart, .mappingStart, Self.one, .sequenceStart, Self.one, .sequenceEnd,
            .mappingEnd, .documentEnd, .streamEnd,
        ])
        #expect(stream.outlines == ["{one: [one]}"])
        #expect(stream.problems.isEmpty)
    }

    @Test(
        arguments: [
            [.documentStart],
            [.documentStart, .mappingStart, Self.one],
            [.documentStart, .mappingStart, Self.one, .mappingEnd],
            [.documentStart, .sequenceStart, .sequenceStart, Self.one, .sequenceEnd],
            [.sequenceStart, .mappingEnd],
        ] as [[Event.Kind]]
    )
    func eventsThatStopShortAreASyntaxError(kinds: [Event.Kind]) {
        let stream = compose(kinds)
        #expect(stream.kinds == [.syntax(problem: "a value is missing", context: nil)])
        #expect(stream.documents.isEmpty)
    }
}
