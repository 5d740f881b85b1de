// swift-tools-version: 6.2
import PackageDescription

/// Every target is compiled alike: Swift 6 mode, the upcoming features that make boundaries visible,
/// and no warning left standing.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// A server dependency, guarded by the `Server` trait: an app that takes only an SDK (`traits: []`) fetches none of them.
func server(_ product: String, _ package: String) -> Target.Dependency {
    .product(name: product, package: package, condition: .when(traits: ["Server"]))
}

let package = Package(
    name: "sallyport",
    platforms: [.macOS(.v15), .iOS(.v17), .tvOS(.v17), .watchOS(.v10), .visionOS(.v1)],
    products: [
        .executable(name: "sallyport", targets: ["sallyport"]),
        .library(name: "DirectusSDK", targets: ["DirectusSDK"]),
        .library(name: "MedusaSDK", targets: ["MedusaSDK"]),
    ],
    traits: [
        .trait(name: "Server", description: "The server and everything that only it needs."),
        .default(enabledTraits: ["Server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),

        .systemLibrary(
            name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),

        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),

        .target(name: "OrderedJSON", swiftSettings: settings),

        .target(name: "SDKRuntime", dependencies: ["OrderedJSON"], swiftSettings: settings),
        .target(name: "DirectusSDK", dependencies: ["OrderedJSON", "SDKRuntime"], swiftSettings: settings),
        .target(name: "MedusaSDK", dependencies: ["OrderedJSON", "SDKRuntime"], swiftSettings: settings),

        .target(
            name: "SallyportCore",
            dependencies: ["CSodium", "OrderedJSON", server("Crypto", "swift-crypto"), server("Logging", "swift-log")],
            swiftSettings: settings),
        .target(
            name: "SallyportSQL",
            dependencies: ["SallyportCore", server("Crypto", "swift-crypto")],
            swiftSettings: settings),
        .target(
            name: "SallyportSQLite",
            dependencies: ["SallyportCore", "SallyportSQL", server("GRDB", "GRDB.swift")],
            swiftSettings: settings),
        .target(
            name: "SallyportPostgreSQL",
            dependencies: ["CPostgreSQL", "SallyportCore", "SallyportSQL"],
            swiftSettings: settings),
        .target(
            name: "DirectusProtocol",
            dependencies: [
                "SallyportCore", server("Hummingbird", "hummingbird"), server("HTTPTypes", "swift-http-types"),
                server("NIOCore", "swift-nio"), server("NIOHTTP1", "swift-nio"), server("Logging", "swift-log"),
            ],
            swiftSettings: settings),
        .target(
            name: "MedusaProtocol",
            dependencies: [
                "SallyportCore", server("Hummingbird", "hummingbird"), server("HTTPTypes", "swift-http-types"),
                server("NIOCore", "swift-nio"), server("Logging", "swift-log"),
            ],
            swiftSettings: settings),
        .target(
            name: "Studio",
            dependencies: [
                "SallyportCore", server("Hummingbird", "hummingbird"), server("HTTPTypes", "swift-http-types"),
                server("Mustache", "swift-mustache"),
            ],
            swiftSettings: settings),
        .target(
            name: "SallyportMail",
            dependencies: [
                "CCurl", "SallyportCore", server("Logging", "swift-log"), server("Mustache", "swift-mustache"),
            ],
            swiftSettings: settings),
        .target(
            name: "SallyportServer",
            dependencies: [
                "SallyportCore", "SallyportSQL", "SallyportSQLite", "SallyportPostgreSQL", "SallyportMail",
                "DirectusProtocol", "MedusaProtocol", "Studio",
                server("Hummingbird", "hummingbird"), server("HummingbirdCore", "hummingbird"),
                server("Logging", "swift-log"),
                server("ServiceLifecycle", "swift-service-lifecycle"),
                server("HTTPTypes", "swift-http-types"), server("NIOCore", "swift-nio"),
                server("NIOHTTPTypes", "swift-nio-extras"),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "sallyport",
            dependencies: [
                "SallyportCore", "SallyportServer", server("ArgumentParser", "swift-argument-parser"),
                server("ServiceLifecycle", "swift-service-lifecycle"),
                server("UnixSignals", "swift-service-lifecycle"),
                server("Logging", "swift-log"),
            ],
            swiftSettings: settings),

        .executableTarget(
            name: "baseline", dependencies: ["CSodium", server("Hummingbird", "hummingbird")],
            path: "Benchmarks/Baseline", swiftSettings: settings),
        .executableTarget(
            name: "sign-in-time", dependencies: ["SallyportCore", "TestSupport"], path: "Benchmarks/SignInTime",
            swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: [
                "SallyportCore", "SallyportServer", server("GRDB", "GRDB.swift"), server("NIOCore", "swift-nio"),
                server("NIOPosix", "swift-nio"),
                server("NIOHTTP1", "swift-nio"), server("Logging", "swift-log"), server("Crypto", "swift-crypto"),
                server("ServiceLifecycle", "swift-service-lifecycle"),
            ],
            path: "Tests/TestSupport", exclude: ["Mail/smtp_server.py", "Mail/read_letter.py"], swiftSettings: settings),
        .target(
            name: "SDKTestSupport", dependencies: ["OrderedJSON", "SDKRuntime"], path: "Tests/SDKTestSupport",
            swiftSettings: settings),
        .executableTarget(
            name: "StorageProcess", dependencies: ["DirectusSDK", "SDKRuntime"], path: "Tests/StorageProcess",
            swiftSettings: settings),
        .testTarget(
            name: "SDKRuntimeTests", dependencies: ["SDKRuntime", "SDKTestSupport", "StorageProcess"],
            swiftSettings: settings),
        .testTarget(
            name: "DirectusSDKTests", dependencies: ["DirectusSDK", "OrderedJSON", "SDKRuntime", "SDKTestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "MedusaSDKTests", dependencies: ["MedusaSDK", "OrderedJSON", "SDKRuntime", "SDKTestSupport"],
            swiftSettings: settings),

        .testTarget(name: "DocumentationSamples", dependencies: ["DirectusSDK"], swiftSettings: settings),
        .testTarget(name: "MedusaDocumentationSamples", dependencies: ["MedusaSDK"], swiftSettings: settings),

        .testTarget(name: "OrderedJSONTests", dependencies: ["OrderedJSON"], swiftSettings: settings),
        .testTarget(
            name: "SallyportCoreTests",
            dependencies: [
                "SallyportCore", "TestSupport", server("Crypto", "swift-crypto"), server("Logging", "swift-log"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "SallyportMailTests",
            dependencies: ["SallyportCore", "SallyportMail", "TestSupport", server("Logging", "swift-log")],
            swiftSettings: settings),
        .testTarget(
            name: "StorageContract",
            dependencies: [
                "SallyportCore", "SallyportSQL", "SallyportSQLite", "SallyportPostgreSQL", "TestSupport",
                server("GRDB", "GRDB.swift"), server("Logging", "swift-log"),
            ],
            path: "Tests/StorageContract", swiftSettings: settings),
        .testTarget(
            name: "Wire", dependencies: ["SallyportCore", "TestSupport", server("Crypto", "swift-crypto")],
            path: "Tests/Wire", swiftSettings: settings),
        .testTarget(
            name: "SallyportServerTests",
            dependencies: [
                "SallyportCore", "SallyportMail", "SallyportPostgreSQL", "SallyportServer", "DirectusProtocol",
                "TestSupport",
                server("Logging", "swift-log"), server("ServiceLifecycle", "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEnd", dependencies: ["DirectusSDK", "MedusaSDK", "SallyportCore", "TestSupport", "sallyport"],
            path: "Tests/EndToEnd", exclude: ["Clients", "directus-peer.sh"], swiftSettings: settings),
        .testTarget(
            name: "Cluster",
            dependencies: [
                "SallyportCore", "TestSupport", "sallyport", server("NIOCore", "swift-nio"),
                server("NIOPosix", "swift-nio"),
            ],
            path: "Tests/Cluster", swiftSettings: settings),
    ]
)
