// decode_state lines|array FILE: what Foundation's decoder takes for the bytes of a state file. With "lines" each line
// is decoded by itself, as a state has to be read of which a crash may have torn the last line; with "array" all of
// them in one go, which is the least that the decoder can take. Like a state that is loaded, the environments end in a
// dictionary.
import Foundation

struct Record: Decodable {
    var record: String
    var format: Int?
    var lineage: String?
    var instance: String?
    var base: String?
    var connection: String?
    var id: String?
    var address: String?
    var name: String?
    var values: [String]?
    var defaultValues: [String]?
    var protect: Bool?
}

struct Key: Hashable {
    var base: String
    var connection: String
}

func records(_ bytes: Data, byLine: Bool) throws -> [Record] {
    let decoder = JSONDecoder()
    if byLine {
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        return try lines.map { try decoder.decode(Record.self, from: $0) }
    }
    return try decoder.decode([Record].self, from: asArray(bytes))
}

/// The lines as one array: a comma in place of each line break.
func asArray(_ bytes: Data) -> Data {
    var array = [UInt8(ascii: "[")] + bytes
    for index in array.indices where array[index] == UInt8(ascii: "\n") {
        array[index] = UInt8(ascii: ",")
    }
    array[array.count - 1] = UInt8(ascii: "]")
    return Data(array)
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else { exit(64) }
let bytes = try Data(contentsOf: URL(fileURLWithPath: arguments[2]))
var environments: [Key: Record] = [:]
for record in try records(bytes, byLine: arguments[1] == "lines") {
    guard let base = record.base, let connection = record.connection else { continue }
    environments[Key(base: base, connection: connection)] = record
}
print(environments.count, "environments")
