import OmniAPI
import OmniModel
import Planning

// MARK: - What a list says
extension BaseMachine {
    mutating func takeList(
        _ listed: [ConnectionEnvironment],
        _ began: ReadingTime,
        _ moment: Moment
    ) -> [Output] {
        defer { isComparing = false }
        guard isComparing else { return takeCreateList(listed, moment) }
        lastReading = began
        let changes = compare(listed)
        if !changes.isEmpty, stop == nil { stop = .changed(changes) }
        return proceed(moment)
    }

    /// A comparison that cannot be made keeps a step from starting, and does not keep a window from being closed.
    mutating func takeNoList(_ error: OmniError, _ moment: Moment) -> [Output] {
        guard isComparing else { return takeNoCreateList(error, moment) }
        isComparing = false
        guard holdings.open.isEmpty, stop == nil else { return proceed(moment) }
        if let wait = wait(after: error, moment, .call) { return wait }
        return refusedToken(error) + fail(.omni(summed(error, isInDoubt: false)), moment)
    }

    /// The values of each connection's environment; where the list has several of one, of the one that this run knows.
    func found(in listed: [ConnectionEnvironment]) -> [ConnectionID: [AttributeValue]] {
        listed.reduce(into: [:]) { found, item in
            let isKnown = holdings[.environment(item.connection)].id == item.id
            if isKnown || found[item.connection] == nil { found[item.connection] = item.values }
        }
    }

    /// What somebody else has changed in this base since the plan was made, besides what this run has done.
    private mutating func compare(_ listed: [ConnectionEnvironment]) -> [OutsideChange] {
        let found = found(in: listed)
        let connections = Set(holdings.places.compactMap(\.connection)).union(found.keys)
        return connections.sorted().compactMap { connection in
            let place = Destination.environment(connection)
            let content = Content(found[connection])
            guard !holdings[place].explains(content) else { return nil }
            let expected = holdings[place].known.values
            holdings.change(place, fromOutsideTo: content)
            return OutsideChange(name: plan.name(of: place), expected: expected, found: content.values)
        }
    }
}
