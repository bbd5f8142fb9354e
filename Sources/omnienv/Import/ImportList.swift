import ArgumentParser
import DurableFiles
import Manifest
import OmniModel
import Planning

/// Addresses with the ids that Omni gave them: one from the command line, or a line each from a file.
struct ImportList: Sendable {
    /// In bytes.
    private static let largest = 4 << 20

    private(set) var entries: [(address: Address, id: EnvironmentID)] = []

    /// - Parameter path: `-` is standard input.
    /// - Throws: a usage error that names the line.
    init(_ address: Address?, _ id: String?, from path: String?) throws {
        if let address, let id { entries = [(address, EnvironmentID(id))] }
        guard let path else { return }
        let text: [UInt8]
        do throws(FileError) {
            text = try File(path == "-" ? "/dev/stdin" : path, .read).readAll(limit: Self.largest)
        } catch {
            throw CommandError.file(error)
        }
        for (index, line) in String(decoding: text, as: UTF8.self).split(
            omittingEmptySubsequences: false,
            whereSeparator: \.isNewline
        ).enumerated() {
            try add(line, number: index + 1)
        }
    }

    /// An address may hold spaces: the id is the last word.
    private mutating func add(_ line: Substring, number: Int) throws {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard let id = words.last.map(String.init) else { return }
        let text = words.dropLast().joined(separator: " ")
        guard id.isUUID, let address = Address(text) else {
            throw ValidationError(
                "line \(number) is no address and id; give it as base/environment and a UUID"
            )
        }
        entries.append((address, EnvironmentID(id)))
    }

    /// What the state learns, or why one of them cannot be told.
    func records(_ manifest: Manifest, state: State?) throws(Import.Problem) -> [StateRecord] {
        var (state, records) = (state, [StateRecord]())
        for entry in entries {
            let record = try Import.record(entry.address, id: entry.id, manifest: manifest, state: state)
            state?.replay(record)
            records.append(record)
        }
        return records
    }
}
