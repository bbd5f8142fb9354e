/// A fault is written as four words, `METHOD PATH COUNT EFFECT`:
/// - METHOD: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, or `*` for any.
/// - PATH: below `/api`, such as `/v1/connection-environments/*`; `*` is any one segment, alone any path.
/// - COUNT: which of the matching requests, from 1: `1`, `2-4`, or `*` for every one.
/// - EFFECT: see `Effect.init(parsing:)`.
extension Fault {
    package init(parsing text: String) throws(FaultSyntaxError) {
        let words = text.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4 else { throw FaultSyntaxError(.wordCount(words.count), in: text) }
        do {
            method = try Self.method(words[0])
            path = try Self.path(words[1])
            occurrences = try Occurrences(parsing: words[2])
            effect = try Effect(parsing: words[3])
        } catch {
            throw FaultSyntaxError(error, in: text)
        }
    }

    private static func method(_ word: String) throws(FaultSyntaxError.Problem) -> String? {
        switch word {
        case "*": return nil
        case "GET", "POST", "PUT", "PATCH", "DELETE": return word
        default: throw .method(word)
        }
    }

    private static func path(_ word: String) throws(FaultSyntaxError.Problem) -> PathPattern {
        guard word == "*" || word.hasPrefix("/v1/") else { throw .path(word) }
        return PathPattern(word)
    }
}

extension Fault.Occurrences {
    fileprivate init(parsing word: String) throws(FaultSyntaxError.Problem) {
        if word == "*" {
            self = .every
            return
        }
        let bounds = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard bounds.count <= 2, let first = bounds.first ?? nil, let last = bounds.last ?? nil,
            first >= 1, first <= last
        else { throw .count(word) }
        self = .within(first...last)
    }
}
