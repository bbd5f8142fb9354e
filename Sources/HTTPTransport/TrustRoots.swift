package import DurableFiles
import NIOSSL
package import OmniModel

/// Whose certificates are believed: the system's authorities, or those of `SSL_CERT_FILE` and `SSL_CERT_DIR`, which take
/// their place.
package struct TrustRoots: Sendable, Hashable {
    /// Nil for the system's.
    let certificates: [NIOSSLCertificate]?

    /// The authorities of the machine that the process runs on.
    package static let system = Self(certificates: nil)

    /// The authorities that `SSL_CERT_FILE` and `SSL_CERT_DIR` name, or where neither is set, the system's. Plain http
    /// reads none.
    ///
    /// - Throws: when a variable names what cannot be read, or holds no certificate; nothing takes its place then.
    package static func named(in environment: [String: String], for instance: InstanceURL)
        throws(TrustRootsError)
        -> Self
    {
        guard instance.scheme == .https else { return .system }
        let file = environment.given("SSL_CERT_FILE")
        let folders = environment.given("SSL_CERT_DIR")
        guard file != nil || folders != nil else { return .system }
        var certificates: [NIOSSLCertificate] = []
        if let file { certificates += try ofFile(file) }
        for folder in folders?.split(separator: ":") ?? [] { certificates += try ofFolder(String(folder)) }
        return Self(certificates: certificates)
    }

    private static func ofFile(_ path: String) throws(TrustRootsError) -> [NIOSSLCertificate] {
        let bytes = try bytes(path, "SSL_CERT_FILE")
        guard let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty else {
            throw .noCertificate("SSL_CERT_FILE", path: path)
        }
        return found
    }

    /// Such a folder holds each certificate under several names, and other files too.
    private static func ofFolder(_ path: String) throws(TrustRootsError) -> [NIOSSLCertificate] {
        let names: [String]
        do { names = try File.names(inFolder: path) { !$0.hasPrefix(".") } } catch {
            throw .unreadable("SSL_CERT_DIR", error)
        }
        let found = names.sorted().compactMap { name in
            (try? File(path + "/" + name, .read).readAll(limit: limit)).flatMap {
                try? NIOSSLCertificate.fromPEMBytes($0)
            }
        }
        var seen: Set<NIOSSLCertificate> = []
        let certificates = found.joined().filter { seen.insert($0).inserted }
        guard !certificates.isEmpty else { throw .noCertificate("SSL_CERT_DIR", path: path) }
        return certificates
    }

    private static func bytes(_ path: String, _ variable: String) throws(TrustRootsError) -> [UInt8] {
        do { return try File(path, .read).readAll(limit: limit) } catch { throw .unreadable(variable, error) }
    }

    /// The largest file that is read, in bytes.
    private static let limit = 16 << 20
}

extension TrustRoots {
    /// Where a system has its authorities: any of these files, or something in the folder.
    private static let systemFiles = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
    ]
    private static let systemFolder = "/etc/ssl/certs"

    /// Whether there are none, as in a container without the package that brings them.
    var areMissing: Bool {
        #if os(Linux)
            return certificates == nil && !Self.systemFiles.contains { (try? FileStatus($0)) != nil }
                && ((try? File.names(inFolder: Self.systemFolder) { !$0.hasPrefix(".") }) ?? []).isEmpty
        #else
            return false
        #endif
    }
}

/// Why `SSL_CERT_FILE` or `SSL_CERT_DIR`, the variable's name, cannot be used.
package enum TrustRootsError: Error, Sendable, Hashable, CustomStringConvertible {
    case unreadable(String, FileError)
    case noCertificate(String, path: String)

    package var description: String {
        switch self {
        case .unreadable(let variable, let error):
            "\(error) (from \(variable)): name what can be read, or unset it to use this machine's own certificates"
        case .noCertificate(let variable, let path):
            "\"\(path)\" (from \(variable)) holds no certificate: name one in the form PEM, or unset it"
        }
    }
}

extension [String: String] {
    fileprivate func given(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }
}
