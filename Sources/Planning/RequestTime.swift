/// How long requests take where only the rate limit slows them down: the first `rate` of them go out at once, each
/// further one when the minute of an earlier one is over. `performance.md`, "Budgets".
package enum RequestTime {
    package static func seconds(requests: Int, rate: Int) -> Int {
        guard requests > 0, rate > 0 else { return 0 }
        return (requests - 1) / rate * 60
    }
}
