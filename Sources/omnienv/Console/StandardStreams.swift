import Diagnostics
import OmniAPI
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The three streams that a caller gives a program, or fails to give it. Whatever the program says goes through `write`.
enum StandardStreams {
    private static let secrets = Mutex<Set<Redaction>>([])

    /// From now on a token or password is replaced in whatever is written.
    static func hide(_ secret: Redaction) { secrets.withLock { _ = $0.insert(secret) } }

    /// Writes a text as far as it may be shown: without the token, without what acts on a terminal beyond colours, and
    /// without commands to the system that reads the log.
    ///
    /// - Returns: the system's number for why not all of it was written. A stream that the caller did not give takes
    ///   everything.
    static func write(_ text: TerminalText, to descriptor: Int32) -> Int32? {
        writeWhole(redacted(text.escaped).safeLines, to: descriptor)
    }

    /// Writes commands to the system that reads the log, which have made every text in them fit to be shown.
    static func write(commands text: String, to descriptor: Int32) -> Int32? {
        writeWhole(redacted(text), to: descriptor)
    }

    private static func redacted(_ text: String) -> String {
        secrets.withLock { $0 }.reduce(text) { $1.applied(to: $0) }
    }

    private static func writeWhole(_ text: String, to descriptor: Int32) -> Int32? {
        guard isGiven(descriptor) else { return nil }
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = systemWrite(descriptor, rest)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return count < 0 ? errno : EIO }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return nil
        }
    }

    /// Before the first file is opened: a reader that goes away must end nothing, and a stream that the caller closed
    /// must not become a file.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        fill()
    }

    /// Whether the caller gave the stream. What the program opens itself, and so what the runtime may have opened in a
    /// closed stream's place before the first line here ran, is marked to be closed on exec, which nothing from a
    /// caller can be.
    private static func isGiven(_ descriptor: Int32) -> Bool {
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

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
