import FoundationEssentials
import HTTPTransport
import Manifest

/// The way to a simulated Omni, with all that goes wrong on it, and with a look at every write whether the promises
/// hold that have to hold at that moment.
final class SimulatedNetwork: Transport, @unchecked Sendable {
    let world: SimulatedWorld
    let disk: SimulatedDisk
    let scenario: Scenario
    var omni: SimulatedOmni
    /// Before the last change of any kind.
    private var previous: SimulatedOmni
    var watch = WriteWatch()
    private var struck: Set<String> = []
    /// How often somebody else has changed something.
    private(set) var edits = 0

    init(_ scenario: Scenario, world: SimulatedWorld, disk: SimulatedDisk) {
        self.scenario = scenario
        self.world = world
        self.disk = disk
        omni = scenario.omni
        previous = scenario.omni
    }

    func send(_ request: APIRequest) async throws(TransportError) -> APIResponse {
        guard world.live() else { throw .notSent(.connectionRefused) }
        let call = Call(request)
        if call.isWrite { watch.check(call, self) }
        let fault = world.happens(world.danger) ? strike(call) : nil
        if world.happens(world.danger / 5) { editFromOutside() }
        world.now += .milliseconds(fault == .slow ? 7000 : 20 + world.number(180))
        if let response = try insteadOfWork(fault) { return response }
        let response = work(call, isStale: fault == .staleList)
        world.note("\(call.method) \(call.path) \(response.status)")
        guard world.live() else { throw .answerLost(.connectionClosed) }
        let answer = try spoil(response, fault)
        watch.answered(call, answer, fault, self)
        return answer
    }

    private func strike(_ call: Call) -> SimulatedFault {
        let fault = world.pick(call.faults(isNew: omni.isNew(call.id) && struck.insert(call.id).inserted))
        world.strike(fault)
        watch.struck(call, self)
        return fault
    }

    private func insteadOfWork(_ fault: SimulatedFault?) throws(TransportError) -> APIResponse? {
        switch fault {
        case .lostBefore: throw .answerLost(.connectionClosed)
        case .notSent: throw .notSent(.connectTimeout)
        case .failedBefore: return response(503, "{\"detail\":\"Service Unavailable\",\"status\":503}")
        case .tooMany: return response(429, "{\"error\":\"429\",\"message\":\"too many requests\"}")
        case .tooManyNamed: return response(429, "", retryAfter: .seconds(1 + world.number(30)))
        case .proxyPage: return response(502, "<html><body>Bad Gateway</body></html>")
        case .maskedBefore: return response(200, world.pick(Self.maskedErrors))
        case .unknownOnce: return response(404, "{\"detail\":\"does not exist\",\"status\":404}")
        default: return nil
        }
    }

    private func spoil(_ answer: APIResponse, _ fault: SimulatedFault?) throws(TransportError) -> APIResponse
    {
        switch fault {
        case .lostAfter: throw .answerLost(.connectionClosed)
        case .failedAfter: return response(500, "{\"detail\":\"Internal\",\"status\":500}")
        case .maskedAfter: return response(200, world.pick(Self.maskedErrors))
        case .garbage: return response(200, "<<< not JSON >>>")
        case .partial: return APIResponse(status: 200, body: Array(answer.body.prefix(answer.body.count / 2)))
        default: return answer
        }
    }

    /// Errors in answers whose status says success.
    private static let maskedErrors = [
        #"{"detail":"Permission denied","status":403}"#, #"{"error":"400","message":"Bad Request"}"#,
        #"{"detail":"Service Unavailable","status":503}"#,
        #"{"success":"false","connectionEnvironments":[]}"#,
        #"{"success":false}"#, #"{"errors":["no"],"connectionEnvironments":[],"connections":[]}"#,
    ]

    private func work(_ call: Call, isStale: Bool) -> APIResponse {
        switch call.path {
        case "/v1/connection-environments" where !call.isWrite:
            return response(200, (isStale ? previous : omni).environmentList)
        case "/v1/connections": return response(200, omni.connectionList)
        default: return write(call)
        }
    }

    private func write(_ call: Call) -> APIResponse {
        do {
            let before = omni
            let text = try omni.answer(call.method, call.id, call.body)
            previous = before
            watch.carriedOut(before, omni)
            return response(call.method == "POST" ? 201 : 200, text)
        } catch {
            return response(error.status, "{\"detail\":\"\(error.detail.replacing("\"", with: "\\\""))\"}")
        }
    }

    private func response(_ status: Int, _ text: String, retryAfter: Duration? = nil) -> APIResponse {
        APIResponse(status: status, retryAfter: retryAfter, body: Array(text.utf8))
    }
}

// MARK: - Other people
extension SimulatedNetwork {
    func editFromOutside(_ fault: SimulatedFault = .editBetween) {
        previous = omni
        edits += 1
        let base = world.pick(omni.bases)
        let ours = omni.environments.filter { $0.base == base && scenario.isOurs($0.base, $0.connection) }
        switch world.number(6) {
        case 0: detach(ours)
        case 1: deleteConnection(ours)
        case 2: attachForeign(to: base, fault)
        case 3:
            omni.attributes[base] = SimulatedOmni.Attribute(name: "other", defaults: [])
            world.strike(fault)
        default: setValues(ours, fault)
        }
    }

    private func detach(_ ours: [SimulatedOmni.Environment]) {
        guard !ours.isEmpty else { return }
        let gone = world.pick(ours)
        omni.environments.removeAll { $0.id == gone.id }
        world.strike(.environmentDetached)
        world.note("outside: \(gone.id) detached")
    }

    private func deleteConnection(_ ours: [SimulatedOmni.Environment]) {
        guard !ours.isEmpty else { return }
        let gone = world.pick(ours)
        omni.delete(gone.connection)
        world.strike(.connectionDeleted)
        world.note("outside: \(gone.connection) deleted")
    }

    private func attachForeign(to base: String, _ fault: SimulatedFault) {
        guard (try? omni.attach(["x\(base)"], to: base)) != nil else { return }
        world.strike(fault)
    }

    private func setValues(_ ours: [SimulatedOmni.Environment], _ fault: SimulatedFault) {
        guard !ours.isEmpty else { return }
        let edited = world.pick(ours)
        let values = world.happens(30) ? [] : [world.pick(Scenario.values)]
        guard (try? omni.setValues(values, of: edited.id)) != nil else { return }
        watch.edited(edited.id, at: world.now)
        world.strike(fault)
        world.note("outside: \(edited.id) \(values)")
    }
}

extension SimulatedNetwork {
    struct Call {
        let method: String
        let path: String
        let body: [UInt8]

        init(_ request: APIRequest) {
            method = request.call.method.rawValue
            path = String(request.call.path.prefix { $0 != "?" })
            body = request.body ?? []
        }

        var isWrite: Bool { method != "GET" }
        var isList: Bool { path == "/v1/connection-environments" && !isWrite }
        /// Empty where the path names none.
        var id: String {
            let parts = path.split(separator: "/")
            return parts.count == 3 ? String(parts[2]) : ""
        }

        func faults(isNew: Bool) -> [SimulatedFault] {
            if isNew { return [.unknownOnce] }
            let both: [SimulatedFault] = [
                .lostBefore, .notSent, .failedBefore, .tooMany, .tooManyNamed, .slow, .garbage, .partial,
                .proxyPage, .maskedBefore,
            ]
            return both + (isWrite ? [.lostAfter, .failedAfter, .maskedAfter] : [.staleList, .staleList])
        }
    }
}
