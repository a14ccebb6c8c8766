// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

// The targets stand in dependency order: imports run downwards only.
let package = Package(
  name: "writ",
  products: [.executable(name: "writ", targets: ["WritCommand"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
  ],
  targets: [
    // Pure: no I/O, no Git, no clock, no environment, no Foundation.
    .target(name: "WritJSON", swiftSettings: strict),
    .target(name: "WritPattern", swiftSettings: strict),
    .target(name: "WritSchema", dependencies: ["WritJSON", "WritPattern"], swiftSettings: strict),
    .target(
      name: "WritExpression", dependencies: ["WritJSON", "WritPattern"],
      exclude: ["Time/zones.py"], swiftSettings: strict),
    .target(
      name: "CWritDigest", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "WritPolicy",
      dependencies: [
        "WritJSON", "WritSchema", "WritExpression", "CWritDigest",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),

    .target(
      name: "WritSignature",
      dependencies: ["WritJSON", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),

    .target(
      name: "WritEvidence", dependencies: ["WritPolicy", "WritJSON"], swiftSettings: strict),

    .target(
      name: "WritTrials", dependencies: ["WritPolicy", "WritJSON"], swiftSettings: strict),

    // The network from the other side: a bounded server.
    .target(
      name: "WritServer",
      dependencies: [
        "WritPolicy",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict),

    // Requests: with WritServer, the only importer of the network.
    .target(
      name: "WritClient",
      dependencies: [
        "WritTrials", "WritPolicy", "WritJSON",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict),

    // The only importer of libgit2.
    .systemLibrary(name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .target(name: "CWritShim", linkerSettings: [.linkedLibrary("z")]),
    .target(
      name: "WritGit",
      dependencies: [
        "CLibgit2", "CWritShim", "CWritDigest",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),

    // The ledger.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "Writ",
      dependencies: [
        "WritGit", "WritJSON", "WritPolicy", "WritEvidence", "WritSignature", "CSQLite",
      ],
      swiftSettings: strict),

    // The executable: command line, terminal, clock, environment.
    .executableTarget(
      name: "WritCommand",
      dependencies: [
        "Writ", "WritGit", "WritJSON", "WritSchema", "WritExpression", "WritPolicy",
        "WritEvidence", "WritTrials", "WritClient", "WritServer", "WritSignature", "CWritShim",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.embedInCode("Serving/Page")],
      swiftSettings: strict,
      // Position-independent code costs 47,000 relocations in every process: see
      // docs/decisions/0005-fixed-position.md.
      linkerSettings: [
        .unsafeFlags(
          [
            "-use-ld=lld", "-Xclang-linker", "-no-pie", "-Xclang-linker", "-static-libgcc",
          ], .when(configuration: .release))
      ]),

    .executableTarget(
      name: "writ-benchmark-compare", path: "Benchmarks/Compare", swiftSettings: strict),
    .executableTarget(
      name: "writ-benchmark-schema", dependencies: ["WritSchema", "WritJSON"],
      path: "Benchmarks/Schema", exclude: ["peer.py", "feature-rollout.schema.json"],
      swiftSettings: strict),
    .executableTarget(
      name: "writ-benchmark-json", dependencies: ["WritJSON"], path: "Benchmarks/JSON",
      swiftSettings: strict),
    .executableTarget(
      name: "writ-benchmark-history", dependencies: ["WritGit", "WritJSON", "WritPolicy"],
      path: "Benchmarks/History", swiftSettings: strict),
    .executableTarget(
      name: "writ-benchmark-models", dependencies: ["WritLoopback"], path: "Benchmarks/Models",
      exclude: ["measure.py"], swiftSettings: strict),
    .executableTarget(
      name: "writ-benchmark-expression", dependencies: ["WritExpression", "WritJSON"],
      path: "Benchmarks/Expression", exclude: ["peer.py"], swiftSettings: strict),

    .testTarget(
      name: "WritJSONTests", dependencies: ["WritJSON", "WritTesting"],
      exclude: ["Cases", "Support/oracle.py"], swiftSettings: strict),
    .testTarget(
      name: "WritPatternTests", dependencies: ["WritPattern"], exclude: ["Cases"],
      swiftSettings: strict),
    .testTarget(
      name: "WritSchemaTests", dependencies: ["WritSchema", "WritJSON", "WritTesting"],
      exclude: ["Cases"],
      swiftSettings: strict),
    .testTarget(
      name: "WritExpressionTests", dependencies: ["WritExpression", "WritJSON"],
      exclude: ["Cases"], swiftSettings: strict),
    .testTarget(
      name: "WritPolicyTests",
      dependencies: ["WritPolicy", "WritJSON", "WritSchema", "WritTesting"],
      exclude: ["Cases"], swiftSettings: strict),

    .testTarget(
      name: "WritSignatureTests",
      dependencies: [
        "WritSignature", "WritJSON", "WritTesting",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      exclude: ["Cases"], swiftSettings: strict),
    .testTarget(
      name: "WritEvidenceTests",
      dependencies: ["WritEvidence", "WritPolicy", "WritJSON", "WritTesting"],
      exclude: ["Cases"], swiftSettings: strict),

    // Support for tests: servers on the loopback interface that models and profiles are asked of.
    .target(
      name: "WritLoopback",
      dependencies: [
        "WritJSON", "WritPolicy", "WritTrials",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      path: "Tests/WritLoopback", swiftSettings: strict),

    // Support for tests: temporary repositories, scripts of commands, golden files.
    .target(
      name: "WritTesting", dependencies: ["WritLoopback", "WritJSON"], path: "Tests/WritTesting",
      swiftSettings: strict),
    .testTarget(
      name: "WritTrialsTests",
      dependencies: ["WritTrials", "WritPolicy", "WritJSON", "WritTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WritClientTests",
      dependencies: ["WritClient", "WritTrials", "WritLoopback", "WritJSON"],
      swiftSettings: strict),
    .testTarget(
      name: "WritServerTests",
      dependencies: ["WritServer", "WritClient", "WritTrials", "WritLoopback", "WritTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "WritGitTests", dependencies: ["WritGit", "WritTesting"], swiftSettings: strict),
    .testTarget(
      name: "WritTests",
      dependencies: ["Writ", "WritGit", "WritPolicy", "WritJSON", "WritTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "CrashTests", dependencies: ["WritTesting"], swiftSettings: strict),
    .testTarget(
      name: "TamperingTests", dependencies: ["Writ", "WritGit", "WritPolicy", "WritTesting"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["WritTesting", "WritLoopback"],
      exclude: ["README.md", "Scripts", "Oracles", "Support", "Servers", "Commits"],
      swiftSettings: strict),
    .testTarget(
      name: "ProjectTests", dependencies: ["WritTesting", "WritCommand"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
