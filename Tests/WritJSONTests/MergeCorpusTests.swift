import Testing
import WritJSON
import WritTesting

/// The real merges in the shared data, each with the result that people committed.
@Suite(
  "Real merges", .enabled(if: SharedData.has("merges"), "\(SharedData.missing)"))
struct MergeCorpusTests {
  /// How merges of one kind came out.
  struct Tally: CustomStringConvertible {
    var same = 0
    var other = 0
    var refused = 0
    var total: Int { same + other + refused }

    func percent(_ part: Int) -> Double {
      Double((part * 2_000 + total) / (2 * max(total, 1))) / 10
    }

    var description: String {
      """
      \(total), as people did \(same) (\(percent(same)) %), otherwise \(other) \
      (\(percent(other)) %), refused \(refused) (\(percent(refused)) %)
      """
    }
  }

  struct Example {
    let value: JSONValue

    func document(_ key: String) throws -> JSONDocument {
      try JSONDocument(parsing: try #require(value[key]?.stringValue))
    }

    var isConflictOfLines: Bool { value["textual"]?.stringValue == "conflict" }
  }

  static let examples: [Example] = SharedData.names("merges").compactMap { name in
    guard let bytes = try? SharedData.bytes("merges/\(name)"),
      let value = try? JSONDocument(parsing: bytes).value
    else { return nil }
    return Example(value: value)
  }

  func tally(_ options: JSONMergeOptions) throws -> (conflicting: Tally, clean: Tally) {
    var conflicting = Tally()
    var clean = Tally()
    for example in Self.examples {
      let merged = JSONMerge.merge(
        base: try example.document("base"), ours: try example.document("ours"),
        theirs: try example.document("theirs"), options: options)
      var tally = Tally()
      switch merged {
      case .merged(let document):
        // The reader refuses duplicate keys, so reading the bytes again is the proof.
        let read = try JSONDocument(parsing: document.bytes).value
        if read == (try example.document("result").value) {
          tally.same = 1
        } else {
          tally.other = 1
        }
      case .conflicts(let conflicts):
        #expect(!conflicts.isEmpty)
        tally.refused = 1
      }
      if example.isConflictOfLines { conflicting += tally } else { clean += tally }
    }
    return (conflicting, clean)
  }

  @Test("are solved as people did, by the floors that hold")
  func numbers() throws {
    let (conflicting, clean) = try tally(.default)
    print("merges that conflict by lines: \(conflicting)\nmerges that git does: \(clean)")
    #expect(conflicting.total + clean.total == 119)
    #expect(conflicting.percent(conflicting.same) >= 32)
    #expect(conflicting.percent(conflicting.other) <= 7)
    #expect(clean.percent(clean.refused) == 0)
    #expect(clean.percent(clean.same) == 100)
  }

  @Test("keep every change of either side when merged by value alone")
  func strict() throws {
    let (conflicting, clean) = try tally(.strict)
    print("by value alone, merges that conflict by lines: \(conflicting)")
    print("by value alone, merges that git does: \(clean)")
    #expect(conflicting.percent(conflicting.same) >= 25)
    #expect(clean.percent(clean.same) >= 94)
    #expect(clean.refused == 0)
  }

  @Test("are the same when the sides change places, but for order")
  func symmetry() throws {
    for example in Self.examples {
      let base = try example.document("base")
      let ours = try example.document("ours")
      let theirs = try example.document("theirs")
      let one = JSONMerge.merge(base: base, ours: ours, theirs: theirs, options: .strict)
      let two = JSONMerge.merge(base: base, ours: theirs, theirs: ours, options: .strict)
      switch (one, two) {
      case (.merged, .merged), (.conflicts, .conflicts): break
      default: Issue.record("only one way round is merged: \(example.value["id"] ?? .null)")
      }
    }
  }

  @Test("give a side where the other changed nothing, byte for byte")
  func oneSided() throws {
    for example in Self.examples {
      let base = try example.document("base")
      let ours = try example.document("ours")
      for options in [JSONMergeOptions.default, .strict] {
        let kept = JSONMerge.merge(base: base, ours: ours, theirs: base, options: options)
        guard case .merged(let document) = kept else {
          Issue.record("a change against nothing is a conflict")
          continue
        }
        #expect(document.bytes == ours.bytes)
        let taken = JSONMerge.merge(base: base, ours: base, theirs: ours, options: options)
        if case .merged(let document) = taken { #expect(document.value == ours.value) }
      }
    }
  }
}

extension MergeCorpusTests.Tally {
  static func += (left: inout Self, right: Self) {
    left.same += right.same
    left.other += right.other
    left.refused += right.refused
  }
}
