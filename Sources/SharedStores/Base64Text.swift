import FoundationEssentials

/// Base 64 of texts and digests.
enum Base64Text {
    static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
    static func encoded(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }
}
