import OmniModel

extension Duration {
    /// How long a `Retry-After` header asks to wait: seconds, or a date, which is taken relative to the answer's own `Date`,
    /// so that this machine's clock does not matter (RFC 9110, sections 10.2.3 and 5.6.7). Nil when the header is absent or
    /// cannot be read; zero when the time has passed.
    init?(retryAfter text: String?, date: String?) {
        guard let text = text?.trimmingASCIISpace(), !text.isEmpty else { return nil }
        if let seconds = Int64(text) {
            self = .seconds(max(0, min(seconds, 1 << 32)))
            return
        }
        guard let end = Duration(since1970: text), let start = date.flatMap(Duration.init(since1970:)) else {
            return nil
        }
        self = max(.zero, end - start)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The time from the beginning of 1970 to a date of the form `Sun, 06 Nov 1994 08:49:37 GMT`.
    init?(since1970 date: String) {
        let parts = date.split { $0 == " " || $0 == ":" || $0 == "," }
        guard parts.count == 8, parts[7] == "GMT", let month = Self.months.firstIndex(of: String(parts[2])),
            let day = Int64(parts[1]), let year = Int64(parts[3]), let hour = Int64(parts[4]),
            let minute = Int64(parts[5]), let second = Int64(parts[6]),
            (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let days = Self.days(year: year, month: Int64(month) + 1, day: day)
        self = .seconds(days * 86_400 + hour * 3600 + minute * 60 + second)
    }

    /// Days since 1970-01-01, with years counted from March so that the leap day comes last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}
