import ArgumentParser
import OmniAPI
import OmniSandbox
import Reconciler
@main struct Omnienv: AsyncParsableCommand { 
  static let configuration = CommandConfiguration(version: "0.1.0")
  func run() async throws { print(stubs()); _ = stub(); _ = sandbox() }
}
