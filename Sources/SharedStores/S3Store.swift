import HTTPTransport
import JSONText
import OmniModel
package import StateStore
import Synchronization

/// A state in S3, or in a store like it that honours conditional requests. The lock is an object of its own beside the
/// state; the state is replaced only where it is what was read or written last.
package final class S3Store: SharedStore {
    package let name: String

    /// What this run knows of the store's objects, by the marks that the store gives each content.
    private struct Known {
        /// `nil` while there is no state, or the store gives it no mark.
        var state: String?
        var lacksMark = false
        var lock: String?
    }

    /// How often a request is repeated that collided with another one.
    private static let collisions = 10

    private let setting: S3Setting
    private let source: CredentialSource
    private let calls: StoreCalls
    private let known = Mutex(Known())

    package init(_ setting: S3Setting, _ source: CredentialSource, calls: StoreCalls) {
        (self.setting, self.source, self.calls) = (setting, source, calls)
        name = setting.name
    }

    package func lock(_ lock: StoreLock) async throws(StoreError) {
        let answer = try await put(setting.lockKey, lock.json.bytes, ["if-none-match": "*"])
        switch answer.response.status {
        case 200..<300: break
        case 412:
            let holder = try await holder()
            // An earlier request took it, whose answer was lost.
            guard answer.mayBeDone, holder == lock else { throw .locked(holder) }
        default: throw answer.response.s3Failure
        }
    }

    /// A store that takes the same lock twice ignores the condition, and would take anybody's.
    package func proveExclusion(of lock: StoreLock) async throws(StoreError) {
        let answer = try await put(setting.lockKey, lock.json.bytes, ["if-none-match": "*"]).response
        switch answer.status {
        case 200..<300: throw .cannotLock
        case 412: return
        default: throw answer.s3Failure
        }
    }

    package func holding(asking lock: StoreLock) async throws(StoreError) -> LockHolding {
        try await holder().map { .held(by: $0) } ?? .free
    }

    private func holder() async throws(StoreError) -> StoreLock? {
        let response = try await send(.get, setting.lockKey).response
        switch response.status {
        case 200:
            known.withLock { $0.lock = response.mark }
            return StoreLock(reading: response.body) ?? .unknown
        case 404 where response.isAboutKey: return nil
        default: throw response.s3Failure
        }
    }

    package func read() async throws(StoreError) -> [UInt8]? {
        let response = try await send(.get, setting.key).response
        switch response.status {
        case 200:
            known.withLock { ($0.state, $0.lacksMark) = (response.mark, response.mark == nil) }
            return response.body
        case 404 where response.isAboutKey:
            known.withLock { ($0.state, $0.lacksMark) = (nil, false) }
            return nil
        default: throw response.s3Failure
        }
    }

    package func write(_ content: StoredState, as lock: StoreLock) async throws(StoreError) {
        guard known.withLock({ !$0.lacksMark }) else { throw .noMark }
        let before = known.withLock { $0.state }
        let condition = before.map { ["if-match": $0] } ?? ["if-none-match": "*"]
        let answer: StoreCalls.Answer
        do throws(StoreError) {
            answer = try await put(setting.key, content.text, condition)
        } catch .answerLost(let reason) {
            // Another content with the same condition would be refused where this one was carried out after all.
            throw .unreachable(reason)
        }
        switch answer.response.status {
        case 200..<300:
            guard let mark = answer.response.mark else {
                return try await learnMark(of: content, else: before)
            }
            known.withLock { $0.state = mark }
        case 404 where !answer.response.isAboutKey: throw answer.response.s3Failure
        case 404, 412:
            guard answer.mayBeDone else { throw .stale }
            try await learnMark(of: content, else: before)
        default: throw answer.response.s3Failure
        }
    }

    /// Reads by what mark the store knows a content that it has taken, without saying so or without saying the mark.
    ///
    /// - Throws: `stale` when it has another content; the next write is refused then as this one was.
    private func learnMark(of content: StoredState, else before: String?) async throws(StoreError) {
        guard try await read() == content.text else {
            known.withLock { $0.state = before }
            throw .stale
        }
        guard known.withLock({ !$0.lacksMark }) else { throw .noMark }
    }

    package func unlock(_ lock: StoreLock) async throws(StoreError) {
        let held = try await holder()
        guard held?.id == lock.id else { throw .notHeld(by: held) }
        let condition = known.withLock { $0.lock }.map { ["if-match": $0] } ?? [:]
        let response = try await repeated(.delete, setting.lockKey, headers: condition).response
        switch response.status {
        case 200..<300, 404: return
        case 412:
            let holder = try await holder()
            throw holder?.id == lock.id ? response.s3Failure : .notHeld(by: holder)
        default: throw response.s3Failure
        }
    }
}

extension S3Store {
    private func put(_ key: String, _ body: [UInt8], _ condition: [String: String])
        async throws(StoreError) -> StoreCalls.Answer
    {
        try await repeated(.put, key, headers: condition, body: body)
    }

    /// Sends a request again while another write of the same object is under way.
    private func repeated(
        _ method: APIMethod,
        _ key: String,
        headers: [String: String],
        body: [UInt8]? = nil
    ) async throws(StoreError) -> StoreCalls.Answer {
        var answer = try await send(method, key, headers: headers, body: body)
        for _ in 1...Self.collisions where answer.response.status == 409 {
            answer = try await send(method, key, headers: headers, body: body).following(answer)
        }
        return answer
    }

    /// With new credentials where the store says that these have expired.
    private func send(
        _ method: APIMethod,
        _ key: String,
        headers: [String: String] = [:],
        body: [UInt8]? = nil
    ) async throws(StoreError) -> StoreCalls.Answer {
        let used = try await source.credentials()
        let answer = try await send(method, key, headers, body, used)
        guard answer.response.callsCredentialsExpired else { return answer }
        let fresh = try await source.credentials(besides: used)
        return fresh == used ? answer : try await send(method, key, headers, body, fresh).following(answer)
    }

    private func send(
        _ method: APIMethod,
        _ key: String,
        _ headers: [String: String],
        _ body: [UInt8]?,
        _ credentials: AWSCredentials
    ) async throws(StoreError) -> StoreCalls.Answer {
        let path = setting.path(of: key)
        return try await calls.send { [setting] () throws(StoreError) in
            let signature = Signature(credentials, region: setting.region, time: Signature.now)
            let signed = signature.headers(
                method.rawValue,
                host: setting.origin.authority,
                path: path,
                body: body ?? []
            )
            // Who compresses an answer on its way gives it a mark that the store does not know.
            let own = signed.merging(["accept-encoding": "identity"]) { $1 }
            return APIRequest(APICall(method, path), headers: headers.merging(own) { $1 }, body: body)
        }
    }
}

extension InstanceURL {
    /// The host, with the port where that is not the scheme's own.
    fileprivate var authority: String { String(description.dropFirst(scheme.rawValue.count + 3)) }
}

extension StoreLock {
    /// Of a lock object whose text is not ours.
    fileprivate static let unknown = StoreLock(
        id: "?",
        operation: "",
        info: "",
        who: "",
        version: "",
        created: ""
    )
}

extension APIResponse {
    /// The content's mark as conditions take it; proxies put a `W/` before it.
    fileprivate var mark: String? {
        etag.map { $0.hasPrefix("W/") ? String($0.dropFirst(2)) : $0 }
    }

    /// Whether a 404 says that the key is not there, and not that the bucket is not, or that this is no such store.
    fileprivate var isAboutKey: Bool { body.isEmpty || code == "NoSuchKey" }

    /// What S3 calls an error, such as `RequestTimeTooSkewed`.
    private var code: String? { element("Code") }

    private func element(_ name: String) -> String? {
        let text = String(decoding: body.prefix(4096), as: UTF8.self)
        guard let start = text.firstRange(of: "<\(name)>")?.upperBound,
            let end = text[start...].firstRange(of: "</\(name)>")?.lowerBound
        else { return nil }
        return String(text[start..<end])
    }

    fileprivate var callsCredentialsExpired: Bool {
        (400..<404).contains(status)
            && ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"].contains(code)
    }

    fileprivate var s3Failure: StoreError {
        let words = [code, element("Message")].compactMap(\.self).joined(separator: ": ")
        let detail = words.isEmpty ? nil : words
        switch status {
        case _ where callsCredentialsExpired:
            return .permission(
                status: status,
                detail: detail,
                hint:
                    "get new credentials, or name a credential_process, which is asked again when they expire"
            )
        case 401, 403:
            return .permission(
                status: status,
                detail: detail,
                hint: code == "RequestTimeTooSkewed"
                    ? "this machine's clock is wrong: set it"
                    : "s3:GetObject, s3:PutObject and s3:DeleteObject are needed for the key and the key with .lock"
            )
        default: return words.isEmpty ? failure() : .refused(status: status, detail: detail)
        }
    }
}
