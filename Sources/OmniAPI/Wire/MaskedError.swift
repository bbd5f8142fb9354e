import HTTPTransport
import JSONText

/// An error in the body of an answer whose status says success: one of the shapes in which Omni reports errors, an
/// `errors` with something in it, or a `success` that is not true. A body that is no JSON object is none.
struct MaskedError {
    /// Such as 400, if the body says one.
    private(set) var status: Int?
    private var isError = false
    private var isSuccess = false
    private var hasDetail = false

    /// Nil when the body is no error. Takes one pass over the body, without keeping any of it.
    init?(_ body: [UInt8]) {
        guard (try? read(body)) == true else { return nil }
        // A detail beside a success is a remark; without one it is how Omni reports errors.
        guard isError || status != nil || hasDetail && !isSuccess else { return nil }
    }

    private mutating func read(_ body: [UInt8]) throws(JSONProblem) -> Bool {
        var reader = JSONReader(body)
        let isObject = try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "success":
                let isTrue = try reader.boolean() == true
                isSuccess = isSuccess || isTrue
                isError = isError || !isTrue
            case "error":
                let (isSet, text) = try reader.meaning()
                isError = isError || isSet
                status = Self.errorStatus(text) ?? status
            case "errors": isError = try reader.meaning().isSet || isError
            case "status":
                let text = try reader.text()
                status = Self.errorStatus(text) ?? status
                isSuccess = isSuccess || text.flatMap(Int.init).map((200..<300).contains) == true
            case "detail": hasDetail = try reader.meaning().isSet
            default: try reader.skip()
            }
        }
        try reader.end()
        return isObject
    }

    private static func errorStatus(_ text: String?) -> Int? {
        text.flatMap(Int.init).flatMap { (400..<600).contains($0) ? $0 : nil }
    }
}

extension APIResponse {
    /// The answer with an error that its status hides brought to light.
    var unmasked: APIResponse {
        guard (200..<300).contains(status), let error = MaskedError(body) else { return self }
        var response = self
        response.isMaskedError = true
        response.status = error.status ?? status
        return response
    }
}
