#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The three streams that a caller gives a program, or fails to give it.
enum StandardStreams {
    /// Before the first file is opened: a reader that goes away must end nothing, and a stream that the caller closed
    /// must not become a file.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        fill()
    }

    /// Whether the caller gave the stream. What the program opens itself, and so what the runtime may have opened in a
    /// closed stream's place before the first line here ran, is marked to be closed on exec, which nothing from a
    /// caller can be.
    static func isGiven(_ descriptor: Int32) -> Bool {
        let flags = fcntl(descriptor, F_GETFD)
        return flags >= 0 && flags & FD_CLOEXEC == 0
    }

    /// Puts `/dev/null` where a stream is closed. Otherwise the next file to be opened, such as the state, would take
    /// that number, and messages would be written into it.
    private static func fill() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // Descriptors are given out from the lowest on, so that this one is the first that is free.
            _ = open("/dev/null", O_RDWR)
        }
    }
}
