package import Diagnostics
package import Manifest
import OmniModel

extension ExpectationProof {
    /// The same with the routing of whole bases, found by their labels.
    package static func failures(of expectations: [Expectation], in bases: [RoutedBase]) -> [Diagnostic] {
        let byLabel = Dictionary(bases.map { (ExactText($0.label), $0) }) { first, _ in first }
        return failures(of: expectations) { base, value in
            byLabel[ExactText(base)].map { ManifestRoute($0.route(of: value).target) }
        }
    }
}
