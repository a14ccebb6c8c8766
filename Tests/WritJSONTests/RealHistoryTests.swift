import Foundation
import Testing
import WritJSON
import WritTesting

@Suite(
  "Every kind of version in the real history",
  .enabled(if: SharedData.has("histories/feature-rollouts.bundle"), "\(SharedData.missing)"))
struct RealHistoryTests {
  /// Distinct policy versions, spread evenly over the history and small enough for a quick test.
  static let versions = History.sample(24, smallerThan: 20_000)

  @Test("is read from git")
  func sampled() { #expect(Self.versions.count >= 24) }

  @Test("keeps its bytes, and its value through the writer", arguments: versions)
  func roundTrip(version: Version) throws {
    let document = try JSONDocument(parsing: version.bytes)
    #expect(document.bytes == version.bytes)
    let value = document.value
    #expect(try JSONDocument(parsing: value.serialized(indent: 4)).value == value)
    #expect(try JSONDocument(parsing: value.serialized(indent: nil)).value == value)
    #expect(JSONDiff.changes(from: value, to: value).isEmpty)
    let canonical = try JSONDocument(parsing: try value.canonicalBytes(numbers: .exact)).value
    #expect(canonical == value)
    #expect(canonical.hashValue == value.hashValue)
  }

  @Test("gives the value that the edit asked for, and no other", arguments: versions)
  func edits(version: Version) throws {
    var random = SeededGenerator(seed: UInt64(version.bytes.count))
    let document = try JSONDocument(parsing: version.bytes)
    let value = document.value
    let pointers = ValueModel.pointers(in: value)
    for _ in 0..<4 {
      guard let pointer = pointers.randomElement(using: &random), !pointer.isRoot else { continue }
      let new = ValueModel.value(using: &random)
      let set = try document.setting(pointer, to: new)
      #expect(set.value == ValueModel.setting(value, pointer.tokens[...], to: new))
      let back = try set.setting(pointer, to: value.value(at: pointer) ?? .null)
      #expect(back.value == value)
      let removed = try document.removing(pointer)
      #expect(removed.value == ValueModel.setting(value, pointer.tokens[...], to: nil))
      let changes = JSONDiff.changesByPlace(from: value, to: set.value)
      #expect(changes.allSatisfy { pointer.isPrefix(of: $0.pointer) })
    }
  }

  @Test("changes one line for one number", arguments: versions)
  func oneLine(version: Version) throws {
    let document = try JSONDocument(parsing: version.bytes)
    let value = document.value
    let number = ValueModel.pointers(in: value).last { value.value(at: $0)?.kind == .number }
    guard let number else { return }
    let edited = try document.setting(number, to: 987_654)
    let old = version.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let new = edited.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    #expect(old.count == new.count)
    #expect(zip(old, new).count { $0 != $1 } == 1)
  }
}
