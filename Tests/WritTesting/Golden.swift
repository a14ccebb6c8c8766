import Foundation

/// An output that differs from the file that holds what is expected.
public struct GoldenMismatch: Error, CustomStringConvertible {
  /// Where it differs, and how to accept the new output.
  public let description: String
}

/// Compares an output with `Goldens/<name>` beside the calling test.
///
/// With `UPDATE=1` in the environment the file is rewritten instead.
///
/// - Throws: `GoldenMismatch` with the first lines that differ.
public func assertGolden(
  _ name: String, _ actual: some Sequence<UInt8>, updating: Bool = Golden.isUpdating,
  filePath: String = #filePath
) throws {
  let path = Places.parent(filePath) + "/Goldens/" + name
  let actual = Array(actual)
  if updating { return try Files.write(path, actual) }
  guard Files.exists(path) else {
    throw GoldenMismatch(description: "There is no golden file \(name); run with UPDATE=1.")
  }
  let expected = try Files.read(path)
  if expected == actual { return }
  throw GoldenMismatch(
    description: """
      The output differs from the golden file \(name); UPDATE=1 accepts it.
      \(Golden.difference(expected: expected, actual: actual))
      """)
}

/// Files that hold what is expected.
public enum Golden {
  /// Whether `UPDATE=1` asks to accept what differs.
  public static var isUpdating: Bool { ProcessInfo.processInfo.environment["UPDATE"] == "1" }

  /// The lines between the common start and the common end of two texts.
  static func difference(expected: [UInt8], actual: [UInt8]) -> String {
    var old = lines(expected)[...]
    var new = lines(actual)[...]
    var start = 1
    while let first = old.first, first == new.first {
      old.removeFirst()
      new.removeFirst()
      start += 1
    }
    while let last = old.last, last == new.last {
      old.removeLast()
      new.removeLast()
    }
    let removed = old.prefix(40).map { "- \($0)" }
    let added = new.prefix(40).map { "+ \($0)" }
    return (["from line \(start):"] + removed + added).joined(separator: "\n")
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
