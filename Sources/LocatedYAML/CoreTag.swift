/// The tags that say no more than what a node is anyway; all others ask for types or programs.
enum CoreTag: String {
    case string = "tag:yaml.org,2002:str"
    case sequence = "tag:yaml.org,2002:seq"
    case mapping = "tag:yaml.org,2002:map"
    /// Of the key `<<`, which some tools write with it.
    case merge = "tag:yaml.org,2002:merge"

    /// A tag as people write it: `!!int`, `!Ref`.
    static func shorthand(for tag: String) -> String {
        let prefix = "tag:yaml.org,2002:"
        return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }
}
