import Testing
import WritJSON
import WritTesting

@Suite("The places that a version touches")
struct TouchTests {
  @Test("are the smallest", arguments: Cases.load("touches.json"))
  func cases(example: Case) throws {
    let from = try JSONDocument(parsing: try example.text("from"))
    let to = try JSONDocument(parsing: try example.text("to"))
    let expected = try #require(example.value["touches"]?.arrayValue).compactMap(\.stringValue)
    #expect(JSONDiff.touches(from: from.root, to: to.root).map(Self.spelled) == expected)
  }

  @Test("are the whole document where a version is missing")
  func missing() throws {
    let document = try JSONDocument(parsing: "{}")
    #expect(JSONDiff.touches(from: nil, to: document.root).map(Self.spelled) == ["added "])
    #expect(JSONDiff.touches(from: document.root, to: nil).map(Self.spelled) == ["removed "])
    #expect(JSONDiff.touches(from: nil, to: nil).isEmpty)
  }

  @Test("follow the elements of an array by the key that a schema declares")
  func declared() throws {
    let from = try JSONDocument(
      parsing: #"{"hosts": [{"host": "a", "n": 1}, {"host": "b", "n": 2}]}"#)
    let to = try JSONDocument(
      parsing: #"{"hosts": [{"host": "b", "n": 3}, {"host": "a", "n": 4}]}"#)
    let identity = JSONIdentity(declarations: [.init(path: ["hosts"], key: "host")])
    let touches = JSONDiff.touches(from: from.root, to: to.root, identity: identity)
    #expect(
      touches.map(Self.spelled) == [
        "reordered /hosts were 1-1 now 0, 0-0 now 1", "changed /hosts/0/n", "changed /hosts/1/n",
      ])
    #expect(
      JSONDiff.touches(from: from.root, to: to.root).map(Self.spelled).contains(
        "changed /hosts/0/host"))
  }

  /// A touch as its cases spell it; of a reordering, which old indexes are at which new one.
  private static func spelled(_ touch: JSONTouch) -> String {
    let pointer = String(decoding: touch.pointer, as: UTF8.self)
    guard case .reordered(let runs) = touch.kind else {
      return "\(touch.kind) \(pointer)"
    }
    let parts = runs.map { "\($0.old)-\($0.old + $0.count - 1) now \($0.new)" }
    return "reordered \(pointer) were \(parts.joined(separator: ", "))"
  }
}

@Suite(
  "Touches between versions of the real history",
  .enabled(if: SharedData.has("histories/feature-rollouts.bundle"), "\(SharedData.missing)"))
struct TouchHistoryTests {
  static let pairs = History.pairs(60, smallerThan: 120_000)

  /// Every value that is not touched is, at the place that the touches lead back to, the same.
  @Test("lead each value back to where it was", arguments: pairs)
  func leadBack(pair: VersionPair) throws {
    let old = try JSONDocument(parsing: pair.before)
    let new = try JSONDocument(parsing: pair.after)
    let trail = Trail(JSONDiff.touches(from: old.root, to: new.root))
    for (pointer, value) in leaves(of: new.value) {
      guard let before = try trail.placeBefore(pointer) else { continue }
      #expect(old.value.value(at: before) == value, "\(pointer) from \(before)")
    }
  }

  /// A place whose value differs is touched itself, above or below.
  @Test("miss no place", arguments: pairs)
  func missNone(pair: VersionPair) throws {
    let old = try JSONDocument(parsing: pair.before)
    let new = try JSONDocument(parsing: pair.after)
    let touches = try JSONDiff.touches(from: old.root, to: new.root).map {
      try JSONPointer(parsing: String(decoding: $0.pointer, as: UTF8.self))
    }
    let changes = JSONDiff.changesByPlace(from: old.value, to: new.value)
    for change in changes {
      #expect(
        touches.contains { $0.isPrefix(of: change.pointer) || change.pointer.isPrefix(of: $0) },
        "\(change.pointer)")
    }
    #expect(changes.isEmpty == touches.isEmpty)
  }

  private func leaves(of value: JSONValue) -> [(JSONPointer, JSONValue)] {
    var result: [(JSONPointer, JSONValue)] = []
    func visit(_ value: JSONValue, _ pointer: JSONPointer) {
      if let members = value.objectValue, !members.isEmpty {
        for (key, inner) in members { visit(inner, pointer.appending(key)) }
      } else if let elements = value.arrayValue, !elements.isEmpty {
        for (index, inner) in elements.enumerated() { visit(inner, pointer.appending(index)) }
      } else {
        result.append((pointer, value))
      }
    }
    visit(value, .root)
    return result
  }
}

/// The way back through the touches of one version.
private struct Trail {
  private var made: Set<JSONPointer> = []
  private var runs: [JSONPointer: [JSONRun]] = [:]

  init(_ touches: [JSONTouch]) {
    for touch in touches {
      guard let pointer = try? JSONPointer(parsing: String(decoding: touch.pointer, as: UTF8.self))
      else { continue }
      switch touch.kind {
      case .added, .changed: made.insert(pointer)
      case .reordered(let order): runs[pointer] = order
      case .removed: break
      }
    }
  }

  /// Where a value stood; nil for one that was made.
  func placeBefore(_ pointer: JSONPointer) throws -> JSONPointer? {
    var tokens: [String] = []
    for depth in 0...pointer.tokens.count {
      let part = JSONPointer(tokens: Array(pointer.tokens.prefix(depth)))
      if made.contains(part) { return nil }
      guard depth < pointer.tokens.count else { break }
      var token = pointer.tokens[depth]
      // An element that was made stood nowhere.
      if made.contains(part.appending(token)) { return nil }
      if let order = runs[part] {
        token = String(try #require(Int(token).flatMap(order.oldIndex)))
      }
      tokens.append(token)
    }
    return JSONPointer(tokens: tokens)
  }
}
