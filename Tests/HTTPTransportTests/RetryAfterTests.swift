import Testing

@testable import HTTPTransport

@Suite struct RetryAfterTests {
    @Test(
        arguments: [
            ("7", nil, Duration.seconds(7)), (" 0 ", nil, .zero), ("-5", nil, .zero),
            ("99999999999999", nil, .seconds(1 << 32)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", .seconds(30)),
            ("Fri, 01 Mar 2024 00:00:10 GMT", "Thu, 29 Feb 2024 23:59:50 GMT", .seconds(20)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:50:07 GMT", .zero),
            ("Sun, 06 Nov 1994 08:49:37 GMT", nil, nil), (nil, nil, nil), ("", nil, nil), ("soon", nil, nil),
            ("1.5", nil, nil), ("Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", nil),
        ] as [(String?, String?, Duration?)]
    )
    func `is read as seconds and as a date`(text: String?, date: String?, duration: Duration?) {
        #expect(Duration(retryAfter: text, date: date) == duration)
    }

    @Test func `dates are counted from 1970`() {
        #expect(Duration(since1970: "Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(784_111_777))
        #expect(Duration(since1970: "Thu, 01 Jan 1970 00:00:00 GMT") == .zero)
    }
}
