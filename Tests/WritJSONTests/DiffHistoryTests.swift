import Testing
import WritJSON
import WritTesting

@Suite(
  "Changes between versions of the real history",
  .enabled(if: SharedData.has("histories/feature-rollouts.bundle"), "\(SharedData.missing)"))
struct DiffHistoryTests {
  /// Neighbouring versions of one file, spread over the history.
  static let pairs = History.pairs(40, smallerThan: 60_000)

  @Test("are read from git")
  func sampled() { #expect(Self.pairs.count >= 30) }

  @Test("make the one version of the other as a patch", arguments: pairs)
  func replay(pair: VersionPair) throws {
    let old = try JSONDocument(parsing: pair.before)
    let new = try JSONDocument(parsing: pair.after)
    for (one, two) in [(old, new), (new, old)] {
      let from = one.value
      let to = two.value
      let patched = try one.applying(JSONDiff.patch(from: from, to: to))
      #expect(patched.value == to)
      if let patch = JSONDiff.mergePatch(from: from, to: to) {
        #expect(try one.applying(patch).value == to)
      }
      #expect(try one.setting(.root, to: to).value == to)
    }
  }

  @Test("have pointers that lead to their values", arguments: pairs)
  func pointers(pair: VersionPair) throws {
    let from = try JSONDocument(parsing: pair.before).value
    let to = try JSONDocument(parsing: pair.after).value
    for change in JSONDiff.changes(from: from, to: to) {
      if let after = change.after { #expect(to.value(at: change.pointer) == after) }
      if let before = change.before {
        #expect(from.value(at: change.from ?? change.pointer) == before)
      }
      #expect(change.before != change.after || change.isMove)
    }
    for change in JSONDiff.changesByPlace(from: from, to: to) {
      #expect(from.value(at: change.pointer) == change.before)
      #expect(to.value(at: change.pointer) == change.after)
    }
  }

  @Test("are kept by a merge of two of them where they do not meet", arguments: pairs)
  func merge(pair: VersionPair) throws {
    let base = try JSONDocument(parsing: pair.before)
    let ours = try JSONDocument(parsing: pair.after)
    let theirs = try base.setting(JSONPointer(parsing: "/writ-note"), to: ["x": [1, 2]])
    let merged = JSONMerge.merge(base: base, ours: ours, theirs: theirs, options: .strict)
    guard case .merged(let document) = merged else {
      Issue.record("changes that do not meet are a conflict")
      return
    }
    var expected = ours.value.objectValue ?? JSONObject()
    expected["writ-note"] = ["x": [1, 2]]
    #expect(document.value == .object(expected))
  }
}
