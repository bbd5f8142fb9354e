import OmniModel

/// The `Retry-After` header: seconds, or a date, which is taken relative to the answer's own `Date`, so that this
/// machine's clock does not matter (RFC 9110, sections 10.2.3 and 5.6.7).
enum RetryAfter {
    /// Nil when the header is absent or cannot be read; zero when the time has passed.
    static func duration(_ text: String?, date: String?) -> Duration? {
        guard let text = text?.trimmingASCIISpace(), !text.isEmpty else { return nil }
        if let seconds = Int64(text) { return .seconds(max(0, min(seconds, 1 << 32))) }
        guard let end = HTTPDate.seconds(text), let start = date.flatMap(HTTPDate.seconds) else { return nil }
        return .seconds(max(0, end - start))
    }
}

/// Dates of the form `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since the beginning of 1970.
    static func seconds(_ text: String) -> Int64? {
        let parts = text.split { $0 == " " || $0 == ":" || $0 == "," }
        guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: String(parts[2])),
            let day = Int64(parts[1]), let year = Int64(parts[3]), let hour = Int64(parts[4]),
            let minute = Int64(parts[5]), let second = Int64(parts[6]),
            (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return days(year: year, month: Int64(month) + 1, day: day) * 86_400 + hour * 3600 + minute * 60
            + second
    }

    /// Days since 1970-01-01, with years counted from March so that the leap day comes last.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}
