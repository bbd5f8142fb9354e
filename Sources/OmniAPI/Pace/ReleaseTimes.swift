/// The times at which permits come free, in rising order; adding and dropping cost the same however many there are.
struct ReleaseTimes {
    private var times: [Duration] = []
    private var start = 0

    var count: Int { times.count - start }
    var last: Duration? { count > 0 ? times.last : nil }

    subscript(index: Int) -> Duration { times[start + index] }

    /// Clock readings of parallel tasks may arrive out of order; a permit is rather kept too long than too short.
    mutating func add(_ time: Duration) {
        times.append(max(time, last ?? time))
    }

    mutating func drop(upTo now: Duration) {
        while start < times.count, times[start] <= now { start += 1 }
        guard start > 64, start * 2 > times.count else { return }
        times.removeFirst(start)
        start = 0
    }
}
