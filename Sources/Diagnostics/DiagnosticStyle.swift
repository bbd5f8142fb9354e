/// The colours of diagnostics; the words say the same without them.
struct DiagnosticStyle: Sendable {
    enum Label: String {
        case error, warning, note

        init(_ severity: Diagnostic.Severity) {
            self =
                switch severity {
                case .error: .error
                case .warning: .warning
                }
        }

        fileprivate var color: String {
            switch self {
            case .error: "1;31"
            case .warning: "1;33"
            case .note: "1;36"
            }
        }
    }

    let isColored: Bool

    func place(_ text: String) -> String { paint(text, "1") }
    func label(_ label: Label) -> String { paint(label.rawValue + ":", label.color) }
    func message(_ text: String) -> String { paint(text, "1") }
    func caret(_ text: String) -> String { paint(text, "32") }
    func hint(_ text: String) -> String { paint("hint:", "36") + " " + text }

    private func paint(_ text: String, _ code: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
