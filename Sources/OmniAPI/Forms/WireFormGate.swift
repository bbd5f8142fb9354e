/// Shares one `WireForms` among all tasks and lets those wait whose turn has not come.
actor WireFormGate {
    private var forms = WireForms()
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Whoever gets a turn has to end it. A write goes out on permits that it has already, so that whoever waits here
    /// waits for one request at most.
    func begin(_ kind: FormedWrite.Kind) async -> WireForms.Turn {
        while true {
            if let turn = forms.begin(kind) { return turn }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func end(_ turn: WireForms.Turn, with finding: WireForms.Finding) {
        forms.end(turn, with: finding)
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
