import HTTPTransport
import JSONText
import OmniModel
package import StateStore
import Synchronization

/// A state in S3, or in a store like it that honours conditional requests. The lock is an object of its own beside the
/// state; the state is replaced only where it is what was read or written last.
package final class S3Store: SharedStore {
    package let name: String
    /// A write compares the content alone.
    package let checksLock = false

    /// What this run knows of the store's objects, by the marks that the store gives each content.
    private struct Known {
        /// `nil` while there is no state.
        var state: String?
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
        let body = lock.json.bytes
        let answer = try await put(setting.lockKey, body, ["if-none-match": "*"])
        switch answer.response.status {
        case 200..<300: known.withLock { $0.lock = answer.response.etag }
        case 412:
            let holder = try await holder()
            // An earlier request took it, whose answer was lost.
            guard answer.mayBeDone, holder == lock else { throw .locked(holder) }
        default: throw answer.response.s3Failure
        }
        try await proveThatItExcludes(body, lock)
    }

    /// A store that takes the same lock twice ignores the condition, and would take anybody's.
    private func proveThatItExcludes(_ body: [UInt8], _ lock: StoreLock) async throws(StoreError) {
        let answer = try await put(setting.lockKey, body, ["if-none-match": "*"])
        guard answer.response.status != 412 else { return }
        do { try await unlock(lock) } catch { if case .interrupted = error { throw error } }
        throw (200..<300).contains(answer.response.status) ? .cannotLock : answer.response.s3Failure
    }

    package func holding(asking lock: StoreLock) async throws(StoreError) -> LockHolding {
        try await holder().map { .held(by: $0) } ?? .free
    }

    private func holder() async throws(StoreError) -> StoreLock? {
        let response = try await send(.get, setting.lockKey).response
        switch response.status {
        case 200:
            known.withLock { $0.lock = response.etag }
            return StoreLock(reading: response.body) ?? .unknown
        case 404: return nil
        default: throw response.s3Failure
        }
    }

    package func read() async throws(StoreError) -> [UInt8]? {
        let response = try await send(.get, setting.key).response
        switch response.status {
        case 200:
            known.withLock { $0.state = response.etag }
            return response.body
        case 404:
            known.withLock { $0.state = nil }
            return nil
        default: throw response.s3Failure
        }
    }

    package func write(_ content: StoredState, as lock: StoreLock) async throws(StoreError) {
        let before = known.withLock { $0.state }
        let condition = before.map { ["if-match": $0] } ?? ["if-none-match": "*"]
        let answer = try await put(setting.key, content.text, condition)
        switch answer.response.status {
        case 200..<300: known.withLock { $0.state = answer.response.etag }
        case 404, 412:
            // An earlier request of the same bytes may have been carried out, while its answer was lost.
            guard answer.mayBeDone, try await read() == content.text else {
                known.withLock { $0.state = before }
                throw .stale
            }
        default: throw answer.response.s3Failure
        }
    }

    package func unlock(_ lock: StoreLock) async throws(StoreError) {
        let held = try await holder()
        guard held?.id == lock.id, let mark = known.withLock({ $0.lock }) else { throw .notHeld(by: held) }
        let response = try await send(.delete, setting.lockKey, headers: ["if-match": mark]).response
        switch response.status {
        case 200..<300, 404: return
        case 412: throw .notHeld(by: try await holder())
        default: throw response.s3Failure
        }
    }
}

extension S3Store {
    /// Repeated while another write of the same object is under way.
    private func put(_ key: String, _ body: [UInt8], _ condition: [String: String])
        async throws(StoreError) -> StoreCalls.Answer
    {
        var answer = try await send(.put, key, headers: condition, body: body)
        for _ in 1...Self.collisions where answer.response.status == 409 {
            answer = try await send(.put, key, headers: condition, body: body).following(answer)
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
            return APIRequest(APICall(method, path), headers: headers.merging(signed) { $1 }, body: body)
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
