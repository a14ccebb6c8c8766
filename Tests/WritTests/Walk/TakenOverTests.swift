import Testing
import WritJSON

@testable import Writ

@Suite("What a merge takes over from its sides")
struct TakenOverTests {
  /// One side, by the texts of what it began with and of what it has; nil for no file.
  private func side(_ bases: [String?], _ own: String?, origin: String?? = nil) throws
    -> SideVersion<JSONValue>
  {
    let before: JSONValue??
    if let origin { before = .some(try value(origin)) } else { before = nil }
    return SideVersion(own: try value(own), bases: try bases.map(value), origin: before)
  }

  private func value(_ text: String?) throws -> JSONValue? {
    try text.map { try JSONDocument(parsing: Array($0.utf8)).value }
  }

  private func isAll(
    _ trunk: String?, _ merged: String?, _ sides: SideVersion<JSONValue>...
  ) throws -> Bool {
    TakenOver.isAll(try value(trunk), try value(merged), sides)
  }

  @Test("Members of objects that the side changed, and no others")
  func members() throws {
    let side = try side([#"{"x": 1, "y": 50}"#], #"{"x": 2, "y": 50}"#)
    #expect(try isAll(#"{"x": 1, "y": 0}"#, #"{"x": 2, "y": 0}"#, side))
    #expect(try !isAll(#"{"x": 1, "y": 0}"#, #"{"x": 2, "y": 50}"#, side))
    #expect(try isAll(#"{"x": 1, "y": 50}"#, #"{"x": 2, "y": 50}"#, side))
    #expect(try !isAll(#"{"x": 1, "y": 50}"#, #"{"x": 3, "y": 50}"#, side))
    // A conflict that is settled by the side's value.
    #expect(try isAll(#"{"x": 7, "y": 0}"#, #"{"x": 2, "y": 0}"#, side))
    // What the line added, or took away, since.
    #expect(try !isAll(#"{"x": 1, "y": 50, "z": 1}"#, #"{"x": 2, "y": 50}"#, side))
    #expect(try !isAll(#"{"x": 1}"#, #"{"x": 2, "y": 50}"#, side))
    #expect(try !isAll(nil, #"{"x": 2, "y": 50}"#, side))
  }

  @Test("Documents that came or went")
  func documents() throws {
    let removed = try side([#"{"x": 1, "y": {"a": 1}}"#], nil)
    #expect(try isAll(#"{"x": 1, "y": {"a": 1}}"#, nil, removed))
    #expect(try isAll(#"{"x": 2, "y": {"a": 1}}"#, nil, removed))
    #expect(try !isAll(#"{"x": 1, "y": {"a": 1, "b": 1}}"#, nil, removed))
    #expect(try !isAll(#"{"x": 1, "z": [1]}"#, nil, removed))
    let added = try side([nil], #"{"x": 1, "l": [1]}"#)
    #expect(try isAll(nil, #"{"x": 1, "l": [1]}"#, added))
    #expect(try !isAll(nil, #"{"x": 1, "l": [1, 2]}"#, added))
    #expect(try isAll(#"{"w": 1}"#, #"{"w": 1, "x": 1, "l": [1]}"#, added))
  }

  @Test("Elements of arrays have no places that both sides know")
  func arrays() throws {
    let (m, n, two) = (#"{"name": "m"}"#, #"{"name": "n"}"#, #"{"name": "two"}"#)
    let first = try side(["[\(m)]"], "[\(n), \(m)]")
    #expect(try isAll("[\(m)]", "[\(n), \(m)]", first))
    #expect(try isAll("[\(m), \(two)]", "[\(n), \(m), \(two)]", first))
    // By its places each value is the side's, and yet what the line added is gone.
    #expect(try !isAll("[\(m), \(two)]", "[\(n), \(m)]", first))
    #expect(try !isAll("[\(two), \(m)]", "[\(n), \(m)]", first))
    // Both changed the same element, and the side's value stands.
    let changed = try side([#"[{"name": "m", "v": 1}, 5]"#], #"[{"name": "m", "v": 2}, 5]"#)
    #expect(
      try isAll(#"[{"name": "m", "v": 3}, 6]"#, #"[{"name": "m", "v": 2}, 6]"#, changed))
    #expect(
      try !isAll(#"[{"name": "m", "v": 3}, 6]"#, #"[{"name": "m", "v": 2}, 5]"#, changed))
    // The line turned the array into something else, of which the side knew nothing.
    let grown = try side(["[1, 2]"], "[1, 3]")
    #expect(try !isAll("7", "[1, 3]", grown))
    #expect(try !isAll("[1, 2, 4]", "[1, 3]", grown))
    #expect(try !isAll(#"{"l": [2]}"#, #"{"l": [1]}"#, side([#"{"l": [1]}"#], #"{"l": [1]}"#)))
    // The same insertion on both sides, and one of the side alone.
    let same = try side(["[1, 2, 3, 4, 5]"], "[9, 1, 2, 4, 5]")
    #expect(try isAll("[9, 1, 2, 3, 4, 5]", "[9, 1, 2, 4, 5]", same))
  }

  @Test("Several sides")
  func octopus() throws {
    let one = try side([#"{"x": 1, "l": [1]}"#], #"{"x": 2, "l": [0, 1]}"#)
    let two = try side([#"{"y": 1, "l": [1]}"#], #"{"y": 2, "l": [1, 2]}"#)
    #expect(
      try isAll(
        #"{"x": 1, "y": 1, "z": 1, "l": [1]}"#, #"{"x": 2, "y": 2, "z": 1, "l": [0, 1, 2]}"#, one,
        two))
    #expect(
      try !isAll(
        #"{"x": 1, "y": 1, "z": 1, "l": [1]}"#, #"{"x": 2, "y": 2, "z": 2, "l": [0, 1, 2]}"#, one,
        two))
  }

  @Test("Several common ancestors: what one of them changed is what both sides began with")
  func crossed() throws {
    // The common ancestors were 50, as before, and 0; the line put it back to 50 by itself.
    let kept = try side(["50", "0"], "0", origin: "50")
    #expect(try !isAll("50", "0", kept))
    #expect(try isAll("0", "9", side(["50", "0"], "9", origin: "50")))
    #expect(try isAll("0", "50", side(["50", "0"], "50", origin: "50")))
    // Nobody can tell which of the two both began with.
    #expect(try !isAll("1", "2", side(["1", "2"], "2", origin: "0")))
    #expect(try isAll("1", "3", side(["1", "2"], "3", origin: "0")))
    #expect(try !isAll("1", "2", side(["1", "2"], "2")))
  }
}
