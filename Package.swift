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
  products: [],
  dependencies: [],
  targets: [
    // Pure: no I/O, no Git, no clock, no environment, no Foundation.
    .target(name: "WritJSON", swiftSettings: strict),
    .target(name: "WritPattern", swiftSettings: strict),
    .target(name: "WritSchema", dependencies: ["WritJSON", "WritPattern"], swiftSettings: strict),
    .target(
      name: "WritExpression", dependencies: ["WritJSON", "WritPattern"],
      exclude: ["Time/zones.py"], swiftSettings: strict),
    .target(name: "WritPolicy", dependencies: ["WritJSON"], swiftSettings: strict),

    .executableTarget(
      name: "writ-benchmark-json", dependencies: ["WritJSON"], path: "Benchmarks/JSON",
      swiftSettings: strict),
    .executableTarget(
      name: "writ-benchmark-expression", dependencies: ["WritExpression", "WritJSON"],
      path: "Benchmarks/Expression", exclude: ["peer.py"], swiftSettings: strict),

    .testTarget(
      name: "WritJSONTests", dependencies: ["WritJSON"], exclude: ["Cases"], swiftSettings: strict),
    .testTarget(
      name: "WritPatternTests", dependencies: ["WritPattern"], exclude: ["Cases"],
      swiftSettings: strict),
    .testTarget(
      name: "WritSchemaTests", dependencies: ["WritSchema", "WritJSON"], exclude: ["Cases"],
      swiftSettings: strict),
    .testTarget(
      name: "WritExpressionTests", dependencies: ["WritExpression", "WritJSON"],
      exclude: ["Cases"], swiftSettings: strict),
    .testTarget(
      name: "WritPolicyTests", dependencies: ["WritPolicy", "WritJSON"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
