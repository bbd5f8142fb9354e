package import JSONText

extension StoreLock {
    /// Reads a lock as a store keeps it: the JSON object that `json` gives, in which any member but the id may be missing, and
    /// the names may be written in other cases, as Terraform takes them. Nil for anything else.
    package init?(reading text: [UInt8]) {
        var texts: [String: String] = [:]
        var reader = JSONReader(text)
        let isObject =
            (try? reader.object { name, reader throws(JSONProblem) in
                texts[name.lowercased()] = try reader.string()
            }) ?? false
        guard isObject, let id = texts["id"], !id.isEmpty else { return nil }
        self.init(
            id: id,
            operation: texts["operation"] ?? "",
            info: texts["info"] ?? "",
            who: texts["who"] ?? "",
            version: texts["version"] ?? "",
            created: texts["created"] ?? ""
        )
    }

    /// The lock as an object with all members that stores ask for.
    package var json: JSONValue {
        .object([
            "ID": .string(id), "Operation": .string(operation), "Info": .string(info), "Who": .string(who),
            "Version": .string(version), "Created": .string(created), "Path": .string(""),
        ])
    }
}
