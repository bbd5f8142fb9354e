import Diagnostics
package import OmniModel

/// Values in messages: escaped, as everything that comes from elsewhere.
extension AttributeValue {
    package var quoted: String { text.quoted }

    package var printable: String { text.printable }
}
