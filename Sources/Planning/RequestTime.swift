extension Plan {
    /// How many whole seconds an apply takes where only the rate limit slows it down: each request goes out when fewer than
    /// `rate` of those before it are younger than a minute, and a move starts when all that it may need fits in at once.
    /// The list that is read before counts, and so does the one that is read again after each wait.
    ///
    /// - Parameter rate: requests in any 60 seconds.
    package func seconds(atRate rate: Int) -> Int {
        guard hasChanges, rate > 0 else { return 0 }
        var window = Window(rate: rate)
        window.send(1, needing: 1)
        let readsAgain = basis == .omni
        for base in bases {
            let moves = base.moves
            var index = 0
            while index < base.steps.count {
                let move = moves[index]
                let requests = move?.requests ?? 1
                window.send(requests, needing: move?.permits ?? 1, readsAfterWait: readsAgain)
                index += requests
            }
        }
        return window.now
    }
}

/// The rate window with answers that take no time.
private struct Window {
    let rate: Int
    var now = 0
    /// When each of the last requests went out, oldest first, those within a minute from `start` on.
    private var sent: [Int] = []
    private var start = 0

    init(rate: Int) {
        self.rate = rate
    }

    mutating func send(_ requests: Int, needing permits: Int, readsAfterWait: Bool = false) {
        let before = now
        wait(for: permits)
        if readsAfterWait, now > before {
            sent.append(now)
            wait(for: max(1, permits - 1))
        }
        for _ in 0..<requests {
            wait(for: 1)
            sent.append(now)
        }
    }

    private mutating func wait(for permits: Int) {
        let free = rate - (sent.count - start)
        let missing = min(permits, rate) - free
        if missing > 0 { now = max(now, sent[start + missing - 1] + 60) }
        while start < sent.count, sent[start] + 60 <= now { start += 1 }
    }
}
