import Testing
import WritExpression
import WritJSON

/// A generator of numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct FuzzTests {
  /// Reads, checks and evaluates, and asks of an error only that it tells its place.
  private static func survive(_ source: String) throws {
    do throws(ExpressionError) {
      let environment = Environment(variables: ["x": .document, "y": .dyn])
      let program = try Expression(parsing: source).checked(environment: environment)
      let bindings: Bindings = ["x": .list([.int(1), .string("a"), .double(2.5)])]
      let value = try program.evaluate(bindings, limits: Limits(steps: 20_000))
      #expect(value == value)
      _ = try value.json
    } catch {
      #expect(error.column >= 1 || error.line == 0, "\(source)")
      #expect(!error.rendered(source: source).isEmpty)
    }
  }

  @Test("Random bytes are refused or evaluated, never a crash", arguments: [1, 2, 3] as [UInt64])
  func bytes(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<700 {
      let bytes = (0..<Int.random(in: 0..<50, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      try Self.survive(String(decoding: bytes, as: UTF8.self))
    }
  }

  private static let pieces = [
    "&&", "||", "?", ":", "(", ")", "[", "]", "{", "}", ".", ".?", "[?", "!", "-", "'", "\"",
    "'''", "r'", "b'", "\\u00", "\\", "//", "0x", "1u", "1e", "9223372036854775808",
    "-9223372036854775808", "has(", ".all(x, ", ".map(x, ", ".exists(v, ", ".optMap(x, ",
    "cel.bind(x, ", "math.", "optional.of(", "x", "y", "null", "true", " in ", "==", "<=", ">", "%",
    "/ 0", "*", "+", "`a`", ".format([", "duration('1h')", "timestamp(0)",
    ".getHours('Europe/Paris')", ".matches('(a|b)*')", ".split('')", "[1, 2, 3]", "{'a': 1}",
    "\u{0}", "\u{301}", "\r\n", ",", "1", "int(",
  ]

  @Test("Random pieces of the grammar never crash", arguments: [4, 5, 6] as [UInt64])
  func grammar(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<700 {
      let count = Int.random(in: 1..<14, using: &random)
      let parts = (0..<count).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
      try Self.survive(parts.joined())
    }
  }

  @Test("Mutations of the cases never crash", arguments: [7, 8, 9] as [UInt64])
  func mutations(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let sources = try ExpressionCase.files.flatMap { try ExpressionCase.load($0) }
      .map { Array($0.expression.utf8) }.filter { $0.count < 200 }
    for _ in 0..<700 {
      var bytes = sources.randomElement(using: &random) ?? []
      for _ in 0..<Int.random(in: 1..<4, using: &random) { Self.mutate(&bytes, sources, &random) }
      try Self.survive(String(decoding: bytes, as: UTF8.self))
    }
  }

  private static func mutate(
    _ bytes: inout [UInt8], _ sources: [[UInt8]], _ random: inout SeededGenerator
  ) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0:
      bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
    case 1:
      bytes.removeSubrange(place..<min(bytes.count, place + 5))
    case 2:
      let other = sources.randomElement(using: &random) ?? []
      bytes.insert(
        contentsOf: other.prefix(Int.random(in: 0...other.count, using: &random)), at: place)
    default:
      if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
    }
  }
}
