import FoundationEssentials
import NIOSSL
import OmniModel
import Testing

@testable import HTTPTransport

/// What `SSL_CERT_FILE` and `SSL_CERT_DIR` name takes the place of the system's authorities, or is an error.
@Suite struct TrustRootsTests {
    private func named(_ variables: [String: String], for address: String = "https://myorg.omniapp.co") throws
        -> TrustRoots
    {
        try TrustRoots.named(in: variables, for: InstanceURL(address))
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/omnienv-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    @Test func `without the variables they are the system's`() throws {
        #expect(try named([:]) == .system)
        #expect(try named(["SSL_CERT_FILE": "", "SSL_CERT_DIR": ""]) == .system)
    }

    @Test func `a file's certificates are taken, and those of folders beside them`() throws {
        try withFolder { folder in
            let certificate = try LoopbackServer.certificate
            try write(LoopbackServer.certificatePEM, to: folder + "/ca.pem")
            try write(LoopbackServer.certificatePEM, to: folder + "/0a1b2c3d.0")
            try write(Array("no certificate".utf8), to: folder + "/README")
            try FileManager.default.createDirectory(
                atPath: folder + "/sub",
                withIntermediateDirectories: false
            )
            #expect(try named(["SSL_CERT_FILE": folder + "/ca.pem"]).certificates == [certificate])
            #expect(try named(["SSL_CERT_DIR": folder]).certificates == [certificate])
            #expect(try named(["SSL_CERT_DIR": folder + ":" + folder]).certificates?.isEmpty == false)
            let both = try named(["SSL_CERT_FILE": folder + "/ca.pem", "SSL_CERT_DIR": folder])
            #expect(both.certificates?.isEmpty == false)
        }
    }

    @Test func `what cannot be read, or holds none, is an error`() throws {
        try withFolder { folder in
            try write([], to: folder + "/empty.pem")
            try write(
                Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8),
                to: folder + "/bad.pem"
            )
            for variables in [
                ["SSL_CERT_FILE": folder + "/missing.pem"], ["SSL_CERT_FILE": folder],
                ["SSL_CERT_FILE": folder + "/empty.pem"], ["SSL_CERT_FILE": folder + "/bad.pem"],
                ["SSL_CERT_DIR": folder + "/missing"], ["SSL_CERT_DIR": folder + "/empty.pem"],
                ["SSL_CERT_DIR": folder],
            ] {
                #expect(throws: TrustRootsError.self, "\(variables)") { try named(variables) }
                // Plain http to this machine needs none.
                #expect(try named(variables, for: "http://localhost:8080") == .system)
            }
        }
    }
}
