import Diagnostics
import OmniAPI
import Testing

@testable import omnienv

/// The line that an apply draws at a terminal, at one moment after another.
@Suite struct ProgressBarTests {
    private static func bar() -> ProgressBar {
        var bar = ProgressBar(total: 60, seconds: 60, begun: .seconds(100))
        bar.current = "warehouse: dev: values dev, staging"
        return bar
    }

    @Test(arguments: [
        (60, "[..........] 0/60 60 seconds left  warehouse: dev: value…"),
        (
            80,
            "[........................] 0/60 60 seconds left  warehouse: dev: values dev,…"
        ),
        (
            120,
            "[........................] 0/60 60 seconds left  warehouse: dev: values dev, staging"
        ),
    ])
    func `it has room for what is done on terminals of each width`(_ columns: Int, _ line: String) {
        let shown = Self.bar().line(at: .seconds(100), columns: columns)
        #expect(shown.escaped == line)
        #expect(shown.width < columns)
    }

    @Test func `the time left moves while it waits, and the wait itself does`() {
        var bar = Self.bar()
        for second in 1...55 { #expect(bar.finish(at: .seconds(100 + second / 20)).width == 7) }
        bar.wait = (Wait(duration: .seconds(57), reason: .rateWindow, call: nil), .seconds(160))
        let lines = [103, 120, 150, 159, 160].map { bar.line(at: .seconds($0), columns: 80).escaped }
        #expect(
            lines == [
                "[######################..] 55/60 57 seconds left  waiting 57 s for the rate …",
                "[######################..] 55/60 40 seconds left  waiting 40 s for the rate …",
                "[######################..] 55/60 10 seconds left  waiting 10 s for the rate …",
                "[######################..] 55/60 waiting 1 s for the rate limit",
                "[######################..] 55/60 warehouse: dev: values dev, staging",
            ]
        )
    }

    @Test func `steps are numbered in a log`() {
        var bar = ProgressBar(total: 10, seconds: 0, begun: .zero)
        let numbers = (1...10).map { bar.finish(at: .seconds($0)).escaped }
        #expect(numbers.first == "[ 1/10]")
        #expect(numbers.last == "[10/10]")
    }
}
