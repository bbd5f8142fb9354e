import JSONText

extension StateLine {
    /// Reads one JSON object. Members that this version does not know are left out of account.
    /// - Throws: when there is no JSON object, or something behind it.
    init(reading reader: inout JSONReader) throws(JSONProblem) {
        self.init()
        let isObject = try reader.object { key, reader throws(JSONProblem) in
            switch key {
            case "base": base = try reader.string()
            case "connection": connection = try reader.string()
            case "record": kind = try reader.string()
            case "id": id = try reader.string()
            case "address": address = try reader.string()
            case "values": values = try reader.strings()
            case "protect": protect = try reader.boolean()
            case "isolation": isolation = try reader.string()
            case "name": name = try reader.string()
            case "defaultValues": defaultValues = try reader.strings()
            case "format": format = try reader.text().flatMap { Int($0) }
            case "lineage": lineage = try reader.string()
            case "instance": instance = try reader.string()
            default: try reader.skip()
            }
        }
        guard isObject else { throw .notJSON }
        try reader.end()
    }

    /// The object in one line, its members sorted, with the line break.
    var text: [UInt8] {
        let object = JSONValue.object([
            "address": address.map(JSONValue.string),
            "base": base.map(JSONValue.string),
            "connection": connection.map(JSONValue.string),
            "defaultValues": defaultValues.map(JSONValue.strings),
            "format": format.map(JSONValue.number),
            "id": id.map(JSONValue.string),
            "instance": instance.map(JSONValue.string),
            "isolation": isolation.map(JSONValue.string),
            "lineage": lineage.map(JSONValue.string),
            "name": name.map(JSONValue.string),
            "protect": protect.map(JSONValue.boolean),
            "record": kind.map(JSONValue.string),
            "values": values.map(JSONValue.strings),
        ])
        return object.bytes + [StateFormat.newline]
    }
}
