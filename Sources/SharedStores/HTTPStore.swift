import Crypto
import FoundationEssentials
import HTTPTransport
import JSONText
package import StateStore

/// The HTTP protocol for states, as Terraform speaks it and GitLab and Gitea serve it.
package struct HTTPStore: SharedStore {
    package let name: String

    private let setting: HTTPStoreSetting
    private let calls: StoreCalls

    package init(_ setting: HTTPStoreSetting, calls: StoreCalls) {
        (self.setting, self.calls) = (setting, calls)
        name = setting.name
    }

    /// A store that gives the lock to two would give it to anybody.
    package func proveExclusion(of lock: StoreLock) async throws(StoreError) {
        guard try await holding(asking: lock) == .free else { return }
        do { try await free(lock) } catch { if case .interrupted = error { throw error } }
        throw .cannotLock
    }

    package func holding(asking lock: StoreLock) async throws(StoreError) -> LockHolding {
        let asking = lock.asking
        do throws(StoreError) {
            try await self.lock(asking)
        } catch .locked(let holder) {
            return holder.map { .held(by: $0) } ?? .unnamed
        } catch {
            // That nobody answered says more than what becomes of this.
            if error.mayBeDone { try? await freeIfTaken(asking) }
            throw error
        }
        try await free(asking)
        return .free
    }

    /// Frees a lock that a request without an answer may have taken, once the store says that it has it: some stores free
    /// whatever is held.
    private func freeIfTaken(_ lock: StoreLock) async throws(StoreError) {
        do throws(StoreError) {
            try await self.lock(lock)
        } catch .locked(let holder) where holder?.id == lock.id {
        }
        try await free(lock)
    }

    package func lock(_ lock: StoreLock) async throws(StoreError) {
        let answer = try await calls.send { [setting] () throws(StoreError) in
            APIRequest(setting.lock, body: lock.json.bytes)
        }
        switch answer.response.status {
        case 200..<300: return
        case 409, 423:
            let holder = StoreLock(reading: answer.response.body)
            // An earlier request took it, whose answer was lost.
            if answer.mayBeDone, holder?.id == lock.id { return }
            throw .locked(holder.map { $0.without(lock) })
        case 404 where setting.hides(answer.response): throw .refused(status: 404, detail: setting.hiddenHint)
        case 404, 405: throw .refused(status: answer.response.status, detail: setting.noLockHint)
        default: throw answer.response.failure(hint: setting.lockHint)
        }
    }

    package func read() async throws(StoreError) -> [UInt8]? {
        let answer = try await calls.send { [setting] () throws(StoreError) in
            APIRequest(APICall(.get, setting.state.path))
        }
        let response = answer.response
        switch response.status {
        case 404 where setting.hides(response): throw .refused(status: 404, detail: setting.hiddenHint)
        case 204, 404: return nil
        case 200: return response.body.isEmpty ? nil : try StateEnvelope.lines(of: response.body)
        default: throw response.failure(hint: setting.readHint)
        }
    }

    package func write(_ content: StoredState, as lock: StoreLock) async throws(StoreError) {
        let body = StateEnvelope.text(of: content)
        let digest = Data(Insecure.MD5.hash(data: body)).base64EncodedString()
        let path = setting.writePath(lock.id)
        let answer = try await calls.send(repeatsLost: false) { [setting] () throws(StoreError) in
            APIRequest(
                APICall(setting.state.method, path),
                headers: ["content-md5": digest],
                body: body
            )
        }
        switch answer.response.status {
        case 200..<300: return
        case 409, 423: throw .notHeld(by: StoreLock(reading: answer.response.body))
        case 412, 422: throw .stale
        case 500..<600: throw .answerLost("status \(answer.response.status)")
        default: throw answer.response.failure(hint: setting.lockHint)
        }
    }

    /// Some stores free the lock whatever id they are told.
    package func unlock(_ lock: StoreLock) async throws(StoreError) {
        switch try await holding(asking: lock) {
        // Its owner was killed while it asked.
        case .held(let holder) where holder.id == lock.asking.id: try await free(lock.asking)
        case .held(let holder) where holder.id != lock.id: throw .notHeld(by: holder)
        case .free: throw .notHeld(by: nil)
        case .held, .unnamed: try await free(lock)
        }
    }

    private func free(_ lock: StoreLock) async throws(StoreError) {
        let path = setting.unlockPath(lock.id)
        let answer = try await calls.send { [setting] () throws(StoreError) in
            APIRequest(APICall(setting.unlock.method, path), body: lock.json.bytes)
        }
        switch answer.response.status {
        case 200..<300: return
        // An earlier request freed it, whose answer was lost.
        case 404, 409, 423:
            if !answer.mayBeDone { throw .notHeld(by: StoreLock(reading: answer.response.body)) }
        default: throw answer.response.failure(hint: setting.lockHint)
        }
    }
}

extension HTTPStoreSetting {
    /// Whether the answer says that there is no such project, and not that there is no such state yet.
    fileprivate func hides(_ response: APIResponse) -> Bool {
        isGitLab && response.detail?.contains("404 Project Not Found") == true
    }
}

extension StoreLock {
    /// What its owner asks for to learn who holds the lock. It is never held longer than that.
    fileprivate var asking: StoreLock {
        StoreLock(
            id: id + "-asks",
            operation: "look",
            info: info,
            who: who,
            version: version,
            created: created
        )
    }

    /// Without what the store repeats of the request that it refused, as GitLab does: only id, who and since when are the
    /// holder's there.
    fileprivate func without(_ refused: StoreLock) -> StoreLock {
        StoreLock(
            id: id,
            operation: operation,
            info: info == refused.info ? "" : info,
            who: who,
            version: version,
            created: created
        )
    }
}
