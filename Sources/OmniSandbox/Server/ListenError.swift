#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why the server cannot take its port.
package struct ListenError: Error, Sendable, Equatable, CustomStringConvertible {
    let port: Int
    /// The system's number for the reason.
    let number: Int32

    package var description: String {
        "cannot listen on 127.0.0.1:\(port): \(reason); give another --port, or none"
    }

    private var reason: String {
        switch number {
        case EADDRINUSE: "the port is taken"
        case EACCES: "the port is not for everybody"
        default: String(cString: strerror(number)).lowercased()
        }
    }
}
