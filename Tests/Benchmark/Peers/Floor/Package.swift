// swift-tools-version: 6.3
import PackageDescription

// The same swift-argument-parser that omnienv was built with: the checkout beside its build.
let package = Package(
    name: "floor",
    dependencies: [.package(path: "../../../../.build/checkouts/swift-argument-parser")],
    targets: [
        .executableTarget(
            name: "floor",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")]
        )
    ]
)
