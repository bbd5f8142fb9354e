import NIOSSL

/// Certificates of the same key as the server's own, each with something wrong about it.
extension LoopbackServer {
    /// Of 127.0.0.1, until 2021-02-03.
    static var expired: NIOSSLCertificate { get throws { try read(expiredText) } }
    /// Of 127.0.0.1, from 2090-04-05 on.
    static var future: NIOSSLCertificate { get throws { try read(futureText) } }
    /// Of omni.example.com.
    static var otherHost: NIOSSLCertificate { get throws { try read(otherHostText) } }

    private static func read(_ text: String) throws -> NIOSSLCertificate {
        try NIOSSLCertificate(bytes: Array(text.utf8), format: .pem)
    }

    private static let expiredText = """
        -----BEGIN CERTIFICATE-----
        MIIBVDCB+6ADAgECAhQeJA3Vt+a5IQF/lmb7QdPQcdPZNzAKBggqhkjOPQQDAjAS
        MRAwDgYDVQQDDAdleHBpcmVkMB4XDTIwMDEwMTAwMDAwMFoXDTIxMDIwMzEyMDAw
        MFowEjEQMA4GA1UEAwwHZXhwaXJlZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
        BEADbAxAuvmUBcVCwmof4Sei6M6qnRTVk12Bg5pvT+lRotj9U4AdXGc1xszTb3Kb
        sOzeZM0nXiAEt0/vtzgNTbmjLzAtMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAA
        ATAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIGZbIZKzdzLHqV5b
        6SUSlbizMiksI3nCAliQT+t3GuYpAiEApzFxNd4BK9pMGhBpKUZz7SZt2rCWob95
        EaNtmQTlDAc=
        -----END CERTIFICATE-----
        """

    private static let futureText = """
        -----BEGIN CERTIFICATE-----
        MIIBVTCB/aADAgECAhQjsjkDRA4GbxxW1LcGhtMjqUz/7jAKBggqhkjOPQQDAjAR
        MQ8wDQYDVQQDDAZmdXR1cmUwIhgPMjA5MDA0MDUxMjAwMDBaGA8yMTAwMDEwMTAw
        MDAwMFowETEPMA0GA1UEAwwGZnV0dXJlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD
        QgAEQANsDEC6+ZQFxULCah/hJ6LozqqdFNWTXYGDmm9P6VGi2P1TgB1cZzXGzNNv
        cpuw7N5kzSdeIAS3T++3OA1NuaMvMC0wGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/
        AAABMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgDBZF76QmXgZ5
        4JTdOsqC/Y0Yj20bSrMHSgLSh9LFPXMCIBOO/pqFYekjkD9L8GUAzbMn3OCIEEXY
        rZAXAnAkP/+s
        -----END CERTIFICATE-----
        """

    private static let otherHostText = """
        -----BEGIN CERTIFICATE-----
        MIIBajCCARCgAwIBAgIUA6GPeqs1sxDebYGMfsCUpiADhwQwCgYIKoZIzj0EAwIw
        GzEZMBcGA1UEAwwQb21uaS5leGFtcGxlLmNvbTAgFw0yMDAxMDEwMDAwMDBaGA8y
        MTIwMDEwMTAwMDAwMFowGzEZMBcGA1UEAwwQb21uaS5leGFtcGxlLmNvbTBZMBMG
        ByqGSM49AgEGCCqGSM49AwEHA0IABEADbAxAuvmUBcVCwmof4Sei6M6qnRTVk12B
        g5pvT+lRotj9U4AdXGc1xszTb3KbsOzeZM0nXiAEt0/vtzgNTbmjMDAuMBsGA1Ud
        EQQUMBKCEG9tbmkuZXhhbXBsZS5jb20wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjO
        PQQDAgNIADBFAiEA1+ZZaWT7kmWm8ntUbcMIA4DNVXXciJzxMaYFvYfnJWQCIH3y
        M0fCm3jGiUZIXt65QENAVobdd0h5heJQ94gYLd1w
        -----END CERTIFICATE-----
        """
}
