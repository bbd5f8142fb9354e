import Manifest
import OmniModel
import Planning
import PlanningTestSupport
import TestSupport
import Testing

@Suite struct RoutedBaseTests {
    @Test func theManifestSaysWhereAValueLeads() {
        let base = RoutedBase(base(attribute: ("e", ["prod"]), environments: [environment("dev", ["dev"])]))
        #expect(base.compared("dev").label == "dev")
        #expect(base.route(of: "prod") == .base(.defaultValue))
        #expect(base.route(of: "x") == .base(.unlisted))
    }
}
