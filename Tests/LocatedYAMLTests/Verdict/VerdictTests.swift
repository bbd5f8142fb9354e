import CLibYAML
import LocatedYAML
import TestSupport
import Testing

/// What can be read is for libyaml to say, and only the words are ours: of each kind of input, and of all that an input
/// is while it is typed, the verdict is libyaml's, and where libyaml gave up is named.
@Suite struct VerdictTests {
    @Test(arguments: YAMLInputs.all)
    func `an input is accepted or refused as by libyaml, and its place is named`(kind: String, text: String) {
        let scalars = Array(text.unicodeScalars)
        for length in 0...scalars.count {
            var part = String.UnicodeScalarView()
            part.append(contentsOf: scalars[..<length])
            let fault = Self.fault(of: String(part))
            #expect(fault == nil, "\(kind): \(String(part).debugDescription)")
        }
    }

    @Test func thereAreInputsOfEachKind() {
        #expect(YAMLInputs.all.count >= 60)
        let refused = YAMLInputs.all.filter { Libyaml.problem(in: Array($0.1.utf8)) != nil }
        #expect(refused.count >= 30)
    }

    /// What an editor does not show as libyaml reads it.
    @Test(arguments: ["a: b\u{85}c: d\n", "a: b\u{2028}  c\n", "a: 'b\u{2029}'\n"])
    func `what deceives is refused though libyaml accepts it`(text: String) {
        #expect(Libyaml.problem(in: Array(text.utf8)) == nil)
        #expect(parse(text).documents.isEmpty)
    }

    @Test(arguments: ["a: \"\\ud83d\\ude00\"\n", "a: 1\n---\u{FEFF}\nb: 2\n"])
    func `what is clearly meant is accepted though libyaml refuses it`(text: String) {
        #expect(Libyaml.problem(in: Array(text.utf8)) != nil)
        #expect(parse(text).problems.isEmpty)
    }

    /// What differs from libyaml's verdict, or nothing.
    private static func fault(of text: String) -> String? {
        let verdict = Libyaml.problem(in: Array(text.utf8))
        let problem = parse(text).problems.first { $0.kind.isAboutGrammar }
        switch (verdict, problem) {
        case (nil, nil): return nil
        case (nil, let problem?): return "refused, and libyaml accepts it: \(problem.message)"
        case (let place?, nil): return "accepted, and libyaml refuses it at \(place)"
        case (let place?, let problem?):
            let end = SourceLines(of: SourceFile(name: "", bytes: Array(text.utf8))).count
            // libyaml ends a last line that is not ended, and may say that the text ends in the line behind it.
            return Int(place.line) > end || problem.names(place) ? nil : "\(place) is not named: \(problem)"
        }
    }
}

/// libyaml itself, with nothing of ours in between.
private enum Libyaml {
    /// Where it refuses a text.
    static func problem(in bytes: [UInt8]) -> SourcePosition? {
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { return SourcePosition(line: 0, column: 0) }
        defer { yaml_parser_delete(&parser) }
        return bytes.withUnsafeBufferPointer { buffer in
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            return refusal(by: &parser)
        }
    }

    private static func refusal(by parser: inout yaml_parser_t) -> SourcePosition? {
        var isAtEnd = false
        while !isAtEnd {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else {
                let mark = parser.problem_mark
                return SourcePosition(line: Int32(mark.line + 1), column: Int32(mark.column + 1))
            }
            isAtEnd = event.type == YAML_STREAM_END_EVENT
            yaml_event_delete(&event)
        }
        return nil
    }
}

extension YAMLProblem {
    /// Whether the problem shows the place, or both ends of what it lies in.
    fileprivate func names(_ place: SourcePosition) -> Bool {
        let isWithin = range.start <= place && place <= max(range.end, related?.start ?? range.end)
        return isWithin || place == related?.start || place == stop?.start
    }
}

extension YAMLProblem.Kind {
    /// Whether libyaml itself gave up.
    fileprivate var isAboutGrammar: Bool {
        switch self {
        case .mistake, .syntax: true
        default: false
        }
    }
}
