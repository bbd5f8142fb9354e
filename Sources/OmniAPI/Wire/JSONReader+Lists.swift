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

    /// A list of attribute values in either of Omni's forms. A text of an array that has commas counts as its parts: no
    /// manifest can write such a value, and it is how values that were sent as one text may come back (docs/omni-api.md).
    mutating func values() throws(JSONProblem) -> [AttributeValue]? { try listedValues()?.values }

    /// A list of attribute values, with the texts of an array that hold several of them.
    mutating func listedValues() throws(JSONProblem) -> (values: [AttributeValue], joined: [String])? {
        guard let texts = try texts() else { return nil }
        let joined = texts.filter { $0.utf8.contains(UInt8(ascii: ",")) }
        guard !joined.isEmpty else { return (texts.map(AttributeValue.init), []) }
        let parts = texts.flatMap { $0.utf8.contains(UInt8(ascii: ",")) ? Self.separated($0) : [$0] }
        return (parts.map(AttributeValue.init), joined)
    }

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
        var extent = ListExtent()
        var reader = JSONReader(body)
        try reader.object { name, reader throws(JSONProblem) in
            guard name == key else { return try extent.read(name, &reader) }
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
        try extent.check(found.count)
        return found
    }
}

extension JSONReader {
    /// Whether a value says anything: null, false, 0, and empty texts, arrays and objects do not. With the text of a
    /// plain value.
    mutating func meaning() throws(JSONProblem) -> (isSet: Bool, text: String?) {
        var isEmpty = true
        if try isArray() {
            try array { reader throws(JSONProblem) in
                isEmpty = false
                try reader.skip()
            }
            return (!isEmpty, nil)
        }
        if try isObject() {
            try object { _, reader throws(JSONProblem) in
                isEmpty = false
                try reader.skip()
            }
            return (!isEmpty, nil)
        }
        let text = try text()
        return (!["", "false", "0"].contains(text ?? ""), text)
    }
}

extension JSONReader {
    /// What a member of a page says of the next one; nil where there is none. Some put the address into an object.
    fileprivate mutating func furtherPage() throws(JSONProblem) -> String? {
        guard try isObject() else {
            let (isSet, text) = try meaning()
            return isSet ? text ?? "…" : nil
        }
        var address: String?
        try object { _, reader throws(JSONProblem) in
            let (isSet, text) = try reader.meaning()
            if isSet { address = text ?? address ?? "…" }
        }
        return address
    }
}

/// What an answer says beside its list about the list's extent: that there are further pages, or more than it holds.
/// Omni documents no paging of the lists that are read here; an instance that has some must not look like one with fewer
/// environments.
private struct ListExtent {
    private static let totals = ["total", "totalcount", "totalrecords", "totalresults", "totalitems"]
    private static let further = [
        "next", "nextpage", "nextcursor", "nexttoken", "nextpagetoken", "nextpageurl", "nexturl", "nextlink",
        "hasmore", "hasnext", "hasnextpage", "truncated", "istruncated", "partial", "incomplete",
    ]
    private static let parts = ["pageinfo", "paging", "pagination", "page", "meta", "metadata", "links"]

    private var further: String?
    private var total: (words: String, count: Int)?

    mutating func read(_ key: String, _ reader: inout JSONReader, depth: Int = 0) throws(JSONProblem) {
        let name = key.lowercased().filter { $0 != "_" && $0 != "-" }
        if Self.totals.contains(name) {
            guard let count = try reader.text().flatMap(Int.init) else { return }
            total = ("\"\(key)\": \(count)", count)
        } else if Self.further.contains(name) {
            guard let text = try reader.furtherPage() else { return }
            further = "\"\(key)\": \(text.prefix(100))"
        } else if Self.parts.contains(name), depth < 2 {
            try reader.object { key, reader throws(JSONProblem) in
                try read(key, &reader, depth: depth + 1)
            }
        } else {
            try reader.skip()
        }
    }

    func check(_ count: Int) throws(JSONProblem) {
        if let further { throw .isPart(further) }
        if let total, total.count > count { throw .isPart(total.words) }
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
