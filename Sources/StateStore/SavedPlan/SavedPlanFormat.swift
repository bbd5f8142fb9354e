import FoundationEssentials
package import Planning

/// The text of a saved plan: one JSON object that begins with its own digest. The digest is taken of the whole text
/// with zeros in the digest's place. It guards against accidents; who can write the file can also make a new digest.
package enum SavedPlanFormat {
    package static let version = 1

    private struct Head: Decodable {
        let digest: String
        let format: Int
    }

    private struct Document: Codable {
        var digest: String
        var format = SavedPlanFormat.version
        let plan: SavedPlan
    }

    private static let start = Array("{\"digest\":\"".utf8)
    private static let blank = String(repeating: "0", count: 64)

    package static func text(of plan: SavedPlan) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var text = Array(try encoder.encode(Document(digest: blank, plan: plan)))
        text.append(UInt8(ascii: "\n"))
        text.replaceSubrange(digestRange, with: Digest(of: text).text.utf8)
        return text
    }

    package static func read(_ text: [UInt8]) throws(SavedPlanProblem) -> SealedPlan {
        let head = try head(text)
        guard head.format == version else { throw .otherFormat(head.format) }
        var blanked = text
        guard blanked.starts(with: start), blanked.count > digestRange.upperBound else { throw .edited }
        blanked.replaceSubrange(digestRange, with: blank.utf8)
        guard Digest(of: blanked).text == head.digest else { throw .edited }
        return SealedPlan(saved: try decode(text), seal: Digest(text: head.digest))
    }

    /// Whether a text claims to be a plan, of whatever format and however edited.
    static func isPlan(_ text: [UInt8]) -> Bool {
        (try? head(text)) != nil
    }

    private static var digestRange: Range<Int> { start.count..<start.count + blank.utf8.count }

    private static func head(_ text: [UInt8]) throws(SavedPlanProblem) -> Head {
        do {
            return try JSONDecoder().decode(Head.self, from: Data(text))
        } catch {
            throw .notAPlan
        }
    }

    /// Without a look at the digest.
    static func decode(_ text: [UInt8]) throws(SavedPlanProblem) -> SavedPlan {
        let plan: SavedPlan
        do {
            plan = try JSONDecoder().decode(Document.self, from: Data(text)).plan
        } catch {
            throw .notAPlan
        }
        guard plan.bases.allSatisfy(\.windowsAreWithinSteps) else { throw .notAPlan }
        return plan
    }
}

extension BasePlan {
    fileprivate var windowsAreWithinSteps: Bool {
        routing.windows.allSatisfy {
            $0.opens < $0.closes && steps.indices ~= $0.opens && steps.indices ~= $0.closes
        }
    }
}
