import OmniAPI

/// Omni does not accept the token, or not for this.
struct TokenRefused: Error, CustomStringConvertible {
    let error: OmniError
    let source: String

    var description: String {
        "\(error) (the token came from \(source); set OMNI_API_TOKEN or give --token-file for another)"
    }
}
