import Diagnostics
import Testing

/// Lines that are too long for a terminal.
@Suite struct WrappingTests {
    private static let report: TerminalText = """
        error: \(quoted: "warehouse") has isolation: strict, and "eu-1", "eu-2" would fall back from "eu" to the base connection

        Routing
            eu-1, eu-2, eu-3: dev → base, falls back to the base connection

        \u{1B}[33mwarehouse\u{1B}[0m  c0f12353-4817-4398-bcc0-d501e6dd2f64
          1  + POST   attach 日本の倉庫, dev, a-label-that-is-longer-than-a-line-by-itself-and-stays-whole

        """

    @Test(arguments: [
        (
            40,
            """
            error: "warehouse" has isolation:
                strict, and "eu-1", "eu-2" would
                fall back from "eu" to the base
                connection

            Routing
                eu-1, eu-2, eu-3: dev → base, falls
                    back to the base connection

            \u{1B}[33mwarehouse\u{1B}[0m
                c0f12353-4817-4398-bcc0-d501e6dd2f64
              1  + POST   attach 日本の倉庫, dev,
                  a-label-that-is-longer-than-a-line-by-itself-and-stays-whole

            """
        ),
        (
            80,
            """
            error: "warehouse" has isolation: strict, and "eu-1", "eu-2" would fall back
                from "eu" to the base connection

            Routing
                eu-1, eu-2, eu-3: dev → base, falls back to the base connection

            \u{1B}[33mwarehouse\u{1B}[0m  c0f12353-4817-4398-bcc0-d501e6dd2f64
              1  + POST   attach 日本の倉庫, dev,
                  a-label-that-is-longer-than-a-line-by-itself-and-stays-whole

            """
        ),
    ])
    func `lines break between words, and what follows is indented`(_ columns: Int, _ expected: String) {
        #expect(Self.report.wrapped(to: columns).escaped == expected)
    }

    @Test func `nothing is lost, and no line that could be shorter is too long`() {
        let words = Self.report.escaped.split(whereSeparator: \.isWhitespace)
        for columns in 1...120 {
            let wrapped = Self.report.wrapped(to: columns)
            #expect(wrapped.escaped.split(whereSeparator: \.isWhitespace) == words)
            for line in wrapped.lines where line.width > columns {
                let single = line.escaped.split(separator: " ").count == 1
                #expect(single || columns < 20, "\(line)")
            }
        }
        #expect(Self.report.wrapped(to: 200) == Self.report)
    }
}
