// swift-tools-version:6.2
import PackageDescription

// The architecture as targets: a target exists to forbid an import (docs/architecture.md).

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

func product(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package)
}

let nioCore = product("NIOCore", "swift-nio")
let nioPosix = product("NIOPosix", "swift-nio")
let nioHTTP1 = product("NIOHTTP1", "swift-nio")
let nioWebSocket = product("NIOWebSocket", "swift-nio")
let logging = product("Logging", "swift-log")
let nioSSL = product("NIOSSL", "swift-nio-ssl")
let crypto = product("Crypto", "swift-crypto")
let argumentParser = product("ArgumentParser", "swift-argument-parser")
let asyncHTTPClient = product("AsyncHTTPClient", "async-http-client")
let serviceLifecycle = product("ServiceLifecycle", "swift-service-lifecycle")
let unixSignals = product("UnixSignals", "swift-service-lifecycle")

let package = Package(
    name: "foyer",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "foyer", targets: ["foyer"]),
        .executable(name: "foyer-load", targets: ["foyer-load"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.36.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The pure domain.
        .target(name: "FoyerCore", swiftSettings: strict),
        .target(name: "FoyerSimulation", dependencies: ["FoyerCore"], swiftSettings: strict),

        // Storage: one SQL text, two engines.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .target(name: "Storage", dependencies: ["CSQLite", "CPostgres"], swiftSettings: strict),

        // What the product does, and how it speaks.
        .target(name: "FoyerAPI", dependencies: ["FoyerCore"], swiftSettings: strict),
        .target(
            name: "FoyerService",
            dependencies: ["FoyerCore", "Storage", "CArgon2", crypto, logging],
            exclude: ["Migrations"],
            swiftSettings: strict),
        .target(
            name: "FoyerRealtime",
            dependencies: ["FoyerCore", "FoyerAPI", "FoyerService", "Storage", nioCore, logging],
            swiftSettings: strict),

        // Web/ and Migrations/ embedded, so that the executable runs alone.
        .target(name: "AssetJoining", swiftSettings: strict),
        .executableTarget(
            name: "embed-assets", dependencies: ["AssetJoining"], swiftSettings: strict),
        .plugin(name: "EmbedAssets", capability: .buildTool(), dependencies: ["embed-assets"]),
        .target(name: "FoyerAssets", swiftSettings: strict, plugins: ["EmbedAssets"]),

        .target(
            name: "FoyerServer",
            dependencies: [
                "FoyerCore", "FoyerAPI", "FoyerService", "FoyerRealtime", "FoyerAssets", "Storage",
                product("Hummingbird", "hummingbird"), product("HummingbirdCore", "hummingbird"),
                product("HTTPTypes", "swift-http-types"),
                product("NIOHTTPTypes", "swift-nio-extras"),
                product("NIOHTTPTypesHTTP1", "swift-nio-extras"),
                product("NIOHTTPCompression", "swift-nio-extras"),
                product("NIOConcurrencyHelpers", "swift-nio"),
                nioCore, nioPosix, nioHTTP1, nioSSL, logging, crypto, serviceLifecycle, unixSignals,
            ],
            swiftSettings: strict),

        // What runs.
        .executableTarget(
            name: "foyer",
            dependencies: [
                "FoyerCore", "FoyerAPI", "FoyerService", "FoyerServer", "FoyerSimulation",
                "Storage",
                argumentParser, asyncHTTPClient, logging, nioCore, nioHTTP1,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "foyer-load",
            dependencies: [
                "FoyerAPI", "FoyerCore", "FoyerTestSupport", "Storage", argumentParser,
                asyncHTTPClient, crypto,
                nioCore, nioPosix, nioHTTP1, nioWebSocket,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "foyer-planted",
            dependencies: [
                "FoyerServer", "FoyerService", "Storage", "CFileSystems", "CSQLite",
                argumentParser, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "foyer-echo",
            dependencies: [
                "FoyerAPI", "FoyerServer", product("Hummingbird", "hummingbird"),
                product("HummingbirdCore", "hummingbird"), nioCore, logging,
            ],
            swiftSettings: strict),
        // Without HTTP, so that ThreadSanitizer's build of it is short.
        .executableTarget(
            name: "foyer-races",
            dependencies: [
                "FoyerAPI", "FoyerCore", "FoyerRealtime", "FoyerService", "FoyerTestSupport",
                "Storage", nioCore, nioPosix, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "foyer-histories",
            dependencies: ["FoyerSimulation", "FoyerTestSupport", argumentParser],
            swiftSettings: strict),

        // What proves it.
        .target(name: "CFileSystems", dependencies: ["CSQLite"]),
        .target(
            name: "FoyerTestSupport",
            dependencies: [
                "FoyerAPI", "FoyerCore", "FoyerRealtime", "FoyerService", "FoyerSimulation",
                "Storage", crypto,
                logging,
                nioCore,
            ],
            swiftSettings: strict),
        .testTarget(name: "FoyerCoreTests", dependencies: ["FoyerCore"], swiftSettings: strict),
        .testTarget(
            name: "FoyerSimulationTests", dependencies: ["FoyerCore", "FoyerSimulation"],
            swiftSettings: strict),
        .testTarget(
            name: "StorageTests", dependencies: ["Storage", "FoyerTestSupport", "CSQLite"],
            swiftSettings: strict),
        .testTarget(
            name: "PowerTests", dependencies: ["Storage", "CFileSystems", "CSQLite"],
            swiftSettings: strict),
        .testTarget(
            name: "FoyerAPITests", dependencies: ["FoyerAPI", "FoyerCore"], swiftSettings: strict),
        .testTarget(
            name: "FoyerServiceTests",
            dependencies: ["FoyerCore", "FoyerService", "FoyerTestSupport", "Storage"],
            swiftSettings: strict),
        .testTarget(
            name: "FoyerRealtimeTests",
            dependencies: [
                "FoyerAPI", "FoyerCore", "FoyerRealtime", "FoyerService", "FoyerTestSupport",
                "Storage", logging, nioCore,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "FoyerServerTests",
            dependencies: [
                "FoyerAPI", "FoyerCore", "FoyerRealtime", "FoyerServer", "FoyerService",
                "FoyerTestSupport", "Storage",
                product("Hummingbird", "hummingbird"), product("HummingbirdCore", "hummingbird"),
                product("HummingbirdTesting", "hummingbird"),
                product("HTTPTypes", "swift-http-types"),
                product("NIOEmbedded", "swift-nio"), nioCore, nioPosix, logging, serviceLifecycle,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "FoyerTestSupportTests", dependencies: ["FoyerCore", "FoyerTestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "AssetJoiningTests", dependencies: ["AssetJoining"], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ]
)
