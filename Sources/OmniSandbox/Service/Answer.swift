/// What the server answers: a status and a body.
struct Answer: Sendable, Equatable {
    var status = 200
    var body: [UInt8]
    var contentType = "application/json"
    /// Seconds, for a `Retry-After` field.
    var retryAfter: Int?

    /// An answer whose body is one JSON object.
    init(status: Int = 200, _ fields: (inout JSONWriter) -> Void) {
        var json = JSONWriter()
        json.object(fields)
        self.init(json)
        self.status = status
    }

    init(_ json: JSONWriter) {
        body = json.bytes
    }

    init(status: Int, contentType: String, text: String) {
        self.status = status
        self.contentType = contentType
        body = Array(text.utf8)
    }

    /// `{"success": true}`, perhaps with a message.
    static func success(message: String? = nil) -> Self {
        Answer { json in
            json.field("success", true)
            guard let message else { return }
            json.field("message", message)
        }
    }

    /// An error in one of the shapes that the API has for it.
    static func error(status: Int, detail: String, shape: APIVariant.ErrorShape) -> Self {
        Answer(status: status) { json in
            switch shape {
            case .detail:
                json.field("detail", detail)
                json.field("status", status)
            case .message:
                json.field("error", String(status))
                json.field("message", detail)
            }
        }
    }
}
