import LocatedYAML
import OmniAPI
package func stubs() -> String { version() }
