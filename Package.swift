// swift-tools-version: 6.3
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "omnienv",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "omnienv", targets: ["omnienv"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        // Without its default traits it needs no full Foundation, half of whose 40 MB a command would start with.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CLibYAML",
            pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]
        ),
        .systemLibrary(name: "CProcess"),
        .target(name: "LocatedYAML", dependencies: ["CLibYAML"], swiftSettings: strict),
        .target(name: "Diagnostics", dependencies: ["LocatedYAML"], swiftSettings: strict),
        .target(name: "OmniModel", swiftSettings: strict),
        .target(name: "JSONText", swiftSettings: strict),
        .target(name: "DurableFiles", swiftSettings: strict),
        .target(
            name: "Manifest",
            dependencies: ["Diagnostics", "DurableFiles", "LocatedYAML", "OmniModel"],
            swiftSettings: strict
        ),
        .target(
            name: "Planning",
            dependencies: ["Diagnostics", "LocatedYAML", "Manifest", "OmniModel"],
            swiftSettings: strict
        ),
        .target(
            name: "StateStore",
            dependencies: [
                "Diagnostics", "DurableFiles", "JSONText", "LocatedYAML", "Manifest", "OmniModel", "Planning",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "HTTPTransport",
            dependencies: [
                "DurableFiles", "OmniModel",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "SharedStores",
            dependencies: [
                "Diagnostics", "DurableFiles", "HTTPTransport", "JSONText", "OmniModel", "StateStore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "OmniAPI",
            dependencies: ["HTTPTransport", "JSONText", "OmniModel"],
            swiftSettings: strict
        ),
        .target(
            name: "Applying",
            dependencies: ["HTTPTransport", "OmniAPI", "OmniModel", "Planning", "StateStore"],
            swiftSettings: strict
        ),
        .target(
            name: "OmniSandbox",
            dependencies: [
                "LocatedYAML", "OmniModel",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "omnienv",
            dependencies: [
                "Applying", "CProcess", "Diagnostics", "DurableFiles", "HTTPTransport", "JSONText",
                "LocatedYAML",
                "Manifest", "OmniAPI", "OmniModel", "OmniSandbox", "Planning", "SharedStores", "StateStore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict,
            // A position-independent program is relocated in 126,000 places whenever it starts, which takes a
            // quarter of the time of a short command. Nothing loads the program as a library, so that what it does
            // not call itself need not stay in it: a ninth of its size.
            linkerSettings: [
                .unsafeFlags(
                    ["-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic"],
                    .when(platforms: [.linux], configuration: .release)
                )
            ]
        ),
        .target(
            name: "TestSupport",
            dependencies: ["LocatedYAML", "OmniModel"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        .target(
            name: "PlanningTestSupport",
            dependencies: ["Diagnostics", "LocatedYAML", "Manifest", "OmniModel", "Planning", "TestSupport"],
            path: "Tests/PlanningTestSupport",
            swiftSettings: strict
        ),
        .testTarget(
            name: "LocatedYAMLTests",
            dependencies: ["CLibYAML", "LocatedYAML", "TestSupport"],
            exclude: ["Corpus"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "DiagnosticsTests",
            dependencies: ["Diagnostics", "LocatedYAML", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OmniModelTests",
            dependencies: ["OmniModel"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "JSONTextTests",
            dependencies: ["JSONText"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ManifestTests",
            dependencies: [
                "Diagnostics", "DurableFiles", "LocatedYAML", "Manifest", "OmniModel", "TestSupport",
            ],
            exclude: ["Fuzz/Corpus", "Golden"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PlanningTests",
            dependencies: [
                "Diagnostics", "LocatedYAML", "Manifest", "OmniModel", "Planning", "PlanningTestSupport",
                "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "StateStoreTests",
            dependencies: [
                "Diagnostics", "DurableFiles", "JSONText", "LocatedYAML", "Manifest", "OmniModel", "Planning",
                "PlanningTestSupport", "StateStore", "TestSupport",
            ],
            exclude: ["Fuzz/Corpus"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HTTPTransportTests",
            dependencies: [
                "HTTPTransport", "OmniModel", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SharedStoresTests",
            dependencies: ["OmniModel", "SharedStores", "StateStore"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OmniAPITests",
            dependencies: ["HTTPTransport", "JSONText", "OmniAPI", "OmniModel", "TestSupport"],
            exclude: ["Fuzz/Corpus"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ApplyingTests",
            dependencies: [
                "Applying", "Diagnostics", "DurableFiles", "HTTPTransport", "JSONText", "LocatedYAML",
                "Manifest", "OmniAPI", "OmniModel", "Planning", "PlanningTestSupport", "StateStore",
                "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OmniSandboxTests",
            dependencies: [
                "LocatedYAML", "OmniSandbox", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "omnienvTests",
            dependencies: [
                "Applying", "Diagnostics", "DurableFiles", "HTTPTransport", "JSONText", "LocatedYAML",
                "Manifest", "omnienv", "OmniAPI",
                "OmniModel", "OmniSandbox", "Planning", "PlanningTestSupport", "StateStore", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)
