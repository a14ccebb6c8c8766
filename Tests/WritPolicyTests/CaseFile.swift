import Foundation
import WritJSON
import WritTesting

/// Cases kept as data under `Cases/`.
enum CaseFile {
  static func load<Case: Decodable>(_ name: String, of type: Case.Type = Case.self) -> [Case] {
    let path = Places.parent(#filePath) + "/Cases/" + name + ".json"
    do {
      return try JSONDecoder().decode([Case].self, from: Data(Files.read(path)))
    } catch {
      // An empty list of arguments would pass for no reason at all.
      preconditionFailure("\(name): \(error)")
    }
  }
}

/// A generator whose whole sequence follows from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }
}

/// Cases that are read as JSON values, so that numbers keep their text.
enum Cases {
  static func load(_ name: String) throws -> JSONValue {
    let path = Places.packageRoot + "/Tests/WritPolicyTests/Cases/" + name
    return try JSONDocument(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path)))).value
  }
}
