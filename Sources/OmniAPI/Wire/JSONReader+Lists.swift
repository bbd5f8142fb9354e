package import JSONText
import OmniModel

extension JSONReader {
    /// A list of texts in either of Omni's forms: an array, or one string with commas between. Nil for null and
    /// anything else.
    mutating func texts() throws(JSONProblem) -> [String]? {
        guard try isArray() else { return try text().map(Self.separated) }
        var texts: [String] = []
        var isComplete = true
        try array { reader throws(JSONProblem) in
            if let text = try reader.text() { texts.append(text) } else { isComplete = false }
        }
        return isComplete ? texts : nil
    }

    /// The same of attribute values.
    mutating func values() throws(JSONProblem) -> [AttributeValue]? { try texts()?.map(AttributeValue.init) }

    private static func separated(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0).trimmingASCIISpace() }.filter { !$0.isEmpty }
    }

    /// The elements of the array that an object holds under `key`, each made by `element`, which is given a path
    /// for its messages and answers nil for an element that is to be left out.
    static func list<Element>(
        _ key: String,
        in body: [UInt8],
        element: (inout JSONReader, Int) throws(JSONProblem) -> Element?
    ) throws(JSONProblem) -> [Element] {
        var found: [Element]?
        var reader = JSONReader(body)
        try reader.object { name, reader throws(JSONProblem) in
            guard name == key else { return try reader.skip() }
            var elements: [Element] = []
            var index = 0
            let isArray = try reader.array { reader throws(JSONProblem) in
                if let element = try element(&reader, index) { elements.append(element) }
                index += 1
            }
            found = isArray ? elements : nil
        }
        try reader.end()
        guard let found else { throw .lacks(field: key) }
        return found
    }
}

/// Why an answer that reports success cannot be used.
package enum AnswerProblem: Error, Sendable, Hashable {
    case json(JSONProblem)
    case tooLarge(limit: Int)
    /// Neither a success nor a refusal that the API's contract knows.
    case unknownStatus
}

extension AnswerProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .json(let problem): problem.description
        case .unknownStatus: "Omni does not use this status"
        case .tooLarge(let limit): "it is larger than \(limit >> 20) MiB"
        }
    }
}
