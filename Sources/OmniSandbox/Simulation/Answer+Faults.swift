import HTTPTypes

extension Answer {
    /// A failure of the server's own making.
    static func failure(
        _ status: Int,
        retryAfter: Int?,
        shape: APIVariant.ErrorShape
    ) -> Self {
        let reason = namedFailures.first { $0.code == status }?.reasonPhrase
        var answer = error(status: status, detail: reason ?? "Error", shape: shape)
        answer.retryAfter = retryAfter
        return answer
    }

    private static let namedFailures: [HTTPResponse.Status] = [
        .requestTimeout, .conflict, .tooManyRequests, .internalServerError, .badGateway, .serviceUnavailable,
        .gatewayTimeout,
    ]

    /// An error in an answer whose status says success.
    static func maskedError(shape: APIVariant.ErrorShape) -> Self {
        var answer = error(status: 400, detail: "Bad Request", shape: shape)
        answer.status = 200
        return answer
    }

    /// Success that says nothing: what a faulty proxy or a maintenance page may send.
    static let garbage = Answer(status: 200, contentType: "application/json", text: "<<< not JSON >>>")

    static let proxyPage = Answer(
        status: 502,
        contentType: "text/html",
        text: """
            <html>
            <head><title>502 Bad Gateway</title></head>
            <body><center><h1>502 Bad Gateway</h1></center></body>
            </html>

            """
    )
}
