#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum StandardStreams {
    /// Puts `/dev/null` where a caller left standard input, output or errors closed. Otherwise the next file to be
    /// opened, such as the state, would take that number, and messages would be written into it.
    static func fill() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            // Descriptors are given out from the lowest on, so that this one is the first that is free.
            _ = open("/dev/null", O_RDWR)
        }
    }
}
