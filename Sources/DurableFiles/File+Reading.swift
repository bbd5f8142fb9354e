#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension File {
    /// The least that is read at once: the content of a pipe, or of a file that grows, has no size beforehand.
    private static let room = 1 << 16

    /// Reads on to the end.
    ///
    /// - Throws: with the number `EFBIG` when there are more bytes than `limit`, of which few are read then.
    package func readAll(limit: Int) throws(FileError) -> [UInt8] {
        let size = try status.size
        guard size <= limit else { throw FileError(.read, path, number: EFBIG) }
        var bytes = try chunk(of: max(size, Self.room))
        while !bytes.isEmpty {
            guard bytes.count <= limit else { throw FileError(.read, path, number: EFBIG) }
            let chunk = try chunk(of: Self.room)
            guard !chunk.isEmpty else { break }
            bytes += chunk
        }
        return bytes
    }

    var status: FileStatus {
        get throws(FileError) { try FileStatus(of: descriptor, path) }
    }

    /// Empty at the end.
    private func chunk(of room: Int) throws(FileError) -> [UInt8] {
        var failure: Int32 = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            let result = Self.retry { read(descriptor, buffer.baseAddress, room) }
            failure = result < 0 ? errno : 0
            count = max(result, 0)
        }
        guard failure == 0 else { throw FileError(.read, path, number: failure) }
        return chunk
    }
}
