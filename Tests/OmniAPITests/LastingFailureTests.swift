import HTTPTransport
import OmniAPI
import Testing

/// What another try cannot help.
@Suite struct LastingFailureTests {
    @Test(arguments: [
        TransportError.Reason.tls(.notTrusted(host: "h")), .tls(.expired(host: "h", day: "2021-02-03")),
        .tls(.noTLS(host: "h")), .tls(.noRoots), .proxy(.authentication),
    ])
    func `is tried once, and leaves no doubt`(reason: TransportError.Reason) async throws {
        let world = SimulatedWorld()
        let transport = ScriptedTransport([.failure(.notSent(reason)), .status(200)])
        let client = try OmniClient.scripted(transport, world: world)
        let error = await failure { () throws(OmniError) in
            _ = try await client.reader.environments()
        }
        #expect(transport.sent.count == 1)
        #expect(world.waits.isEmpty)
        #expect(error?.mayHaveBeenCarriedOut == false)
    }

    @Test(arguments: [
        TransportError.Reason.tls(.other("handshake failure")), .proxy(.timeout), .connectionRefused,
    ])
    func `is not what may pass`(reason: TransportError.Reason) async throws {
        let transport = ScriptedTransport([.failure(.notSent(reason)), .failure(.notSent(.tls(.noRoots)))])
        let client = try OmniClient.scripted(transport)
        _ = await failure { () throws(OmniError) in _ = try await client.reader.environments() }
        #expect(transport.sent.count == 2)
    }
}
