package import AsyncHTTPClient
import FoundationEssentials
package func stub() -> HTTPClient { HTTPClient.shared }
