/// What a page says that a proxy or a server sent instead of JSON. Every byte is read a few times at most, whatever
/// the page is made of.
enum PageText {
    private static let titleStart = Array("<title".utf8)
    private static let titleEnd = Array("</title".utf8)

    /// A page's title, else its text without the tags.
    static func summary(of page: [UInt8]) -> String {
        String(decoding: title(of: page[...]) ?? withoutTags(page[...])[...], as: UTF8.self)
    }

    private static func title(of page: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let tag = page.behindFirst(titleStart), let content = tag.behindFirst([UInt8(ascii: ">")]),
            let rest = content.behindFirst(titleEnd)
        else { return nil }
        return content[..<(rest.startIndex - titleEnd.count)]
    }

    /// A space stands for each tag. What opens none, because nothing closes it, stays.
    private static func withoutTags(_ page: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var rest = page
        while let start = rest.firstIndex(of: UInt8(ascii: "<")),
            let end = rest[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            text += rest[..<start]
            text.append(UInt8(ascii: " "))
            rest = rest[(end + 1)...]
        }
        return text + rest
    }
}

extension ArraySlice<UInt8> {
    /// What follows the first place where `word`, which is in lower case, stands in either case; `nil` where it does not.
    fileprivate func behindFirst(_ word: [UInt8]) -> Self? {
        guard count >= word.count else { return nil }
        for start in startIndex...(endIndex - word.count) {
            let isHere = word.indices.allSatisfy { offset in
                let byte = self[start + offset]
                return byte == word[offset] || (0x41...0x5A ~= byte && byte | 0x20 == word[offset])
            }
            if isHere { return self[(start + word.count)...] }
        }
        return nil
    }
}
