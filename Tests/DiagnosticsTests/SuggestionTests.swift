import Diagnostics
import Testing

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("conection", "connection"), ("connectoin", "connection"), ("Connection", "connection"),
        ("protekt", "protect"),
        ("connektiom", "connection"),
    ])
    func aWordThatIsCloseIsSuggested(word: String, meant: String) {
        #expect(Suggestion.closest(to: word, among: ["protect", "connection"]) == meant)
    }

    @Test(arguments: ["", "con", "us", "konnektiom"])
    func aWordThatIsFarIsNot(word: String) {
        #expect(Suggestion.closest(to: word, among: ["protect", "connection", "eu"]) == nil)
    }

    @Test func theClosestIsSuggested() {
        #expect(
            Suggestion.closest(to: "tenant-1", among: ["tenant-22", "tenant-11", "tenant-2"]) == "tenant-11"
        )
    }
}
