package import Hummingbird
package func sandbox() -> Router<BasicRequestContext> { Router() }
