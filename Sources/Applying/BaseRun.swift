import OmniAPI
import OmniModel
import Planning
import StateStore
import Synchronization

/// Does what a base's machine asks for, and tells it what came of that. It decides nothing.
struct BaseRun {
    let client: OmniClient
    let journal: StateJournal
    let hooks: ApplyHooks
    let shared: SharedByBases
    private let permits: Permits

    init(client: OmniClient, journal: StateJournal, hooks: ApplyHooks, shared: SharedByBases) {
        self.client = client
        self.journal = journal
        self.hooks = hooks
        self.shared = shared
        permits = client.permits()
    }

    /// - Returns: the machine at its end.
    func run(_ machine: BaseMachine) async -> BaseMachine {
        var machine = machine
        var input: BaseMachine.Input? = .start
        while let current = input {
            let outputs = machine.next(current, at: await moment())
            input = nil
            for output in outputs {
                input = await carryOut(output, of: machine.plan.connection)
                if case .notRecorded? = input { break }
            }
        }
        permits.release()
        return machine
    }

    private func moment() async -> BaseMachine.Moment {
        BaseMachine.Moment(
            now: hooks.client.now(),
            paused: hooks.pauses.total,
            permits: permits.available,
            pause: client.pause,
            chance: hooks.client.random(),
            stop: await stop
        )
    }

    private var stop: Stop? {
        get async {
            if hooks.isOutOfTime() { return .outOfTime }
            if hooks.isStopping() { return .interrupted }
            if let failure = await journal.failure { return .state(failure) }
            return shared.isTokenRefused ? .tokenRefused : nil
        }
    }

    /// - Returns: the answer, to an output that has one.
    private func carryOut(_ output: BaseMachine.Output, of base: ConnectionID) async -> BaseMachine.Input? {
        switch output {
        case .tell(let event): hooks.notify(event)
        case .slowDown(let sentAt, let pause, let isNamed):
            client.slowDown(sentAt: sentAt, for: pause, namedByServer: isNamed)
        case .refuseToken: shared.refuseToken()
        case .note(let write, let begins):
            do { try await journal.note(write, begins: begins) } catch { return .notRecorded(error) }
        case .acquire(let number, let urgently): return await acquire(number, urgently: urgently)
        case .send(let request): return await withinTime { await send(request, to: base) }
        case .read(let oldest): return await withinTime { await read(base, notBefore: oldest) }
        case .wait(let wait): return await hooks.client.wait(wait) == .elapsed ? .elapsed : .interrupted
        case .record(let records): return await record(records)
        case .end: break
        }
        return nil
    }

    private func acquire(_ number: Int, urgently: Bool) async -> BaseMachine.Input {
        do {
            try await permits.acquire(number, urgently: urgently)
            return .granted
        } catch {
            return .interrupted
        }
    }

    private func send(_ request: BaseMachine.Request, to base: ConnectionID) async -> BaseMachine.Input {
        do {
            switch request {
            case .attach(let connections):
                return .answered(try await client.attach(connections, to: base, on: permits))
            case .setValues(let values, let id): try await client.setValues(values, of: id, on: permits)
            case .setAttribute(let attribute):
                try await client.setEnvironmentUserAttribute(attribute, of: base, on: permits)
            case .detach(let id): try await client.detach(id, on: permits)
            }
            return .answered([:])
        } catch {
            return .failed(error)
        }
    }

    private func read(_ base: ConnectionID, notBefore oldest: ReadingTime) async -> BaseMachine.Input {
        if let (list, began) = shared.list(notBefore: oldest) { return .listed(list[base] ?? [], began) }
        let began = ReadingTime(now: hooks.client.now(), paused: hooks.pauses.total)
        do {
            let answer = try await client.reader.listedEnvironments(of: base, on: permits)
            let list = Dictionary(grouping: answer.environments, by: \.base)
            // Another base's row may be among those that cannot be used.
            if answer.odd.isEmpty { shared.keep(list, began: began) }
            return .listed(list[base] ?? [], began)
        } catch {
            return .unread(error)
        }
    }

    private func record(_ records: [StateRecord]) async -> BaseMachine.Input {
        do {
            try await journal.append(records)
            return .recorded
        } catch {
            return .notRecorded(error)
        }
    }

    /// A call that is cut off when the time that a signal leaves is over.
    private func withinTime(_ body: @escaping @Sendable () async -> BaseMachine.Input) async
        -> BaseMachine.Input
    {
        await withTaskGroup(of: BaseMachine.Input?.self) { group in
            group.addTask { await body() }
            group.addTask {
                await hooks.timeIsOver()
                return nil
            }
            var input: BaseMachine.Input?
            for await result in group {
                input = input ?? result
                group.cancelAll()
            }
            return input ?? .interrupted
        }
    }
}

/// What the bases of one run know of each other: the last list that any of them read, and whether Omni has refused the
/// token. Nobody waits for anything here.
final class SharedByBases: Sendable {
    typealias List = [ConnectionID: [ConnectionEnvironment]]

    private struct State {
        var list: List?
        var began = ReadingTime(now: .zero, paused: .zero)
        var isTokenRefused = false
    }

    private let state = Mutex(State())

    var isTokenRefused: Bool { state.withLock { $0.isTokenRefused } }

    func refuseToken() {
        state.withLock { $0.isTokenRefused = true }
    }

    func list(notBefore oldest: ReadingTime) -> (List, ReadingTime)? {
        state.withLock { state in
            guard let list = state.list, state.began.isNoEarlier(than: oldest) else { return nil }
            return (list, state.began)
        }
    }

    func keep(_ list: List, began: ReadingTime) {
        state.withLock { ($0.list, $0.began) = (list, began) }
    }
}
