/// Shares one `WireForms` among all tasks and lets those wait whose turn has not come.
actor WireFormGate {
    private var forms = WireForms()
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Whoever gets a turn has to end it.
    /// - Parameter holdsPlaces: whether the write has places in the rate window that the one which finds out may be
    ///   waiting for. Then it does not wait, but finds out for itself.
    func begin(_ kind: FormedWrite.Kind, holdsPlaces: Bool) async -> WireForms.Turn {
        while true {
            if let turn = forms.begin(kind, besides: holdsPlaces) { return turn }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func end(_ turn: WireForms.Turn, with finding: WireForms.Finding) {
        forms.end(turn, with: finding)
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
