import NIOSSL

/// A certificate of 127.0.0.1 and its key, which protect nothing but tests.
extension LoopbackServer {
    static var certificate: NIOSSLCertificate {
        get throws { try NIOSSLCertificate(bytes: Array(certificateText.utf8), format: .pem) }
    }

    static var certificatePEM: [UInt8] { Array(certificateText.utf8) }

    /// Speaks no newer TLS than that.
    static func tls(upTo version: TLSVersion = .tlsv13, as other: NIOSSLCertificate? = nil) throws
        -> TLSConfiguration
    {
        let key = try NIOSSLPrivateKey(bytes: Array(keyText.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try other ?? certificate)],
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = version
        return configuration
    }

    private static let keyText = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXwbNgXtH2eZksQxi
        eG1cb1WbYWPmQe8RaUxAMaPt55ChRANCAARAA2wMQLr5lAXFQsJqH+EnoujOqp0U
        1ZNdgYOab0/pUaLY/VOAHVxnNcbM029ym7Ds3mTNJ14gBLdP77c4DU25
        -----END PRIVATE KEY-----
        """

    private static let certificateText = """
        -----BEGIN CERTIFICATE-----
        MIIBnDCCAUGgAwIBAgIUZSJp4f9Px+06l0F8l43Dj9QXy1AwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjAwNDIwMFoYDzIxMjYxMTAy
        MDA0MjAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAARAA2wMQLr5lAXFQsJqH+EnoujOqp0U1ZNdgYOab0/pUaLY/VOAHVxn
        NcbM029ym7Ds3mTNJ14gBLdP77c4DU25o28wbTAdBgNVHQ4EFgQUuI47IGDn3+Y1
        bwt0DpeOQeoIyoIwHwYDVR0jBBgwFoAUuI47IGDn3+Y1bwt0DpeOQeoIyoIwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSQAwRgIhAI06ROBSGIpeqJtpWyXUFG6hW6IIndUipOpiOR+R0tLzAiEA
        17tvKJgQrJQ29IvUeuMB5AwrK/w5m8b81nmU+qC/Swk=
        -----END CERTIFICATE-----
        """
}
