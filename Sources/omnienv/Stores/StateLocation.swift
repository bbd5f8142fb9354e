import ArgumentParser
import Diagnostics
import HTTPTransport
import Manifest
import OmniAPI
import OmniModel
import SharedStores
import StateStore

/// Where the state lies: in a file of this machine, or in a store that runners share.
enum StateLocation: Sendable {
    case file(String)
    case store(StoreAddress)

    /// As messages call it.
    var name: String {
        switch self {
        case .file(let path): path
        case .store(let address): address.text
        }
    }

    /// Reads it without a lock and without ever changing it.
    func read() async throws -> StateFormat.Replayed {
        switch self {
        case .file(let path): try StateFile.load(path)
        case .store(let address):
            try await address.connect { store in
                try StateFormat.replay(try await store.read() ?? [], from: address.text)
            }
        }
    }

    /// The state as far as it is read without the network: nil where that takes one.
    var local: StateFormat.Replayed? {
        get throws {
            guard case .file(let path) = self else { return nil }
            return try StateFile.load(path)
        }
    }

    /// - Throws: a usage error where there is no shared store.
    func shared(for purpose: TerminalText) throws -> StoreAddress {
        guard case .store(let address) = self else {
            throw CommandError.noSharedStore(name, purpose: purpose)
        }
        return address
    }
}

extension StateFormat {
    /// - Parameter name: of where the text comes from, for errors.
    static func replay(_ text: [UInt8], from name: String) throws(StateError) -> Replayed {
        do throws(StateProblem) { return try replay(text) } catch { throw .unusable(path: name, error) }
    }
}

extension StoreAddress {
    /// How long one request may take.
    private static let timeouts = TransportSettings.Timeouts(connect: .seconds(5), request: .seconds(30))

    /// Runs `body` with the store. Credentials are read here and go to the store's own address alone.
    ///
    /// - Parameter timeIsOver: returns when nothing more may be asked.
    /// - Throws: a `StateError` that names the store for its errors.
    func connect<Result>(
        timeIsOver: @escaping @Sendable () async -> Void = { await untilCancelled() },
        _ body: (any SharedStore) async throws -> Result
    ) async throws -> Result {
        do { return try await opened(timeIsOver, body) } catch let error as StoreError {
            throw StateError.store(name: text, error)
        }
    }

    private func opened<Result>(
        _ timeIsOver: @escaping @Sendable () async -> Void,
        _ body: (any SharedStore) async throws -> Result
    ) async throws -> Result {
        let variables = Variables().dictionary
        switch self {
        case .terraform:
            return try await connect(HTTPStoreSetting(terraform: variables), variables, timeIsOver, body)
        case .address(let address):
            let setting = try HTTPStoreSetting(address: address, variables: variables)
            return try await connect(setting, variables, timeIsOver, body)
        case .gitLab(let name):
            let setting = try HTTPStoreSetting(gitLab: name, variables: variables)
            return try await connect(setting, variables, timeIsOver, body)
        case .s3(let text):
            let source = CredentialSource(variables) { APIToken.keepSecret($0) }
            let region = try source.profileRegion
            let setting = try S3Setting(text, variables: variables, profileRegion: region)
            let settings = try Self.settings(setting.origin, nil, variables)
            return try await withTransport(settings) { transport in
                try await body(S3Store(setting, source, calls: StoreCalls(transport, timeIsOver: timeIsOver)))
            }
        }
    }

    private func connect<Result>(
        _ setting: HTTPStoreSetting,
        _ variables: [String: String],
        _ timeIsOver: @escaping @Sendable () async -> Void,
        _ body: (any SharedStore) async throws -> Result
    ) async throws -> Result {
        for secret in setting.secrets { APIToken.keepSecret(secret) }
        let settings = try Self.settings(setting.origin, setting.authorization, variables)
        return try await withTransport(settings) { transport in
            try await body(HTTPStore(setting, calls: StoreCalls(transport, timeIsOver: timeIsOver)))
        }
    }

    private static func settings(
        _ origin: InstanceURL,
        _ authorization: String?,
        _ variables: [String: String]
    ) throws -> TransportSettings {
        TransportSettings(
            base: origin.description,
            authorization: authorization,
            timeouts: timeouts,
            proxy: try Instance.proxy(variables, for: origin),
            roots: try Instance.roots(variables, for: origin),
            userAgent: "omnienv/\(OmnienvVersion.current)"
        )
    }
}

extension StateOptions {
    func location(besides manifests: [String]) -> StateLocation {
        let place = place(besides: manifests)
        return StoreAddress(place).map { .store($0) } ?? .file(place)
    }
}
