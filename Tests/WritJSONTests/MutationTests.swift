import Foundation
import Testing
import WritJSON

@Suite("Mutated policies")
struct MutationTests {
  /// Bytes that matter to the grammar, so that mutations often stay close to JSON.
  static let alphabet =
    Array("{}[]:,\"\\/ \n\r\t0123456789-+.eEtrufalsn#'".utf8) + [0x00, 0x80, 0xC3, 0xED, 0xFF]

  static let seeds: [[UInt8]] = ["policy.json", "edits.json", "reader-errors.json"].compactMap {
    do {
      return Array(try Data(contentsOf: Cases.folder.appendingPathComponent($0)))
    } catch {
      return nil
    }
  }

  static func mutated(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard !bytes.isEmpty else { break }
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let byte = alphabet.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      case 2: bytes.remove(at: place)
      case 3: bytes.removeLast(min(bytes.count - place, 200))
      default:
        let end = min(place + Int.random(in: 1..<40, using: &random), bytes.count)
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return bytes
  }

  @Test("never crash the reader, and what Foundation refuses it refuses", arguments: 0..<8)
  func differential(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      guard let base = Self.seeds.randomElement(using: &random) else { continue }
      let window = base.prefix(Int.random(in: 200...1_500, using: &random))
      let bytes = Self.mutated(seed % 2 == 0 ? base : Array(window), using: &random)
      guard let document = Self.read(bytes) else { continue }
      #expect(document.bytes == bytes)
      let canonical = try document.value.canonicalBytes(numbers: .exact)
      #expect(try JSONDocument(parsing: canonical).value == document.value)
      #expect(
        Self.isAcceptedByFoundation(bytes, document), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("are edited without a crash and by value", arguments: 0..<4)
  func edits(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 1_000)
    let policy = try #require(Self.seeds.first)
    var document = try JSONDocument(parsing: policy)
    for _ in 0..<25 {
      let value = document.value
      let pointers = ValueModel.pointers(in: value)
      guard let pointer = pointers.randomElement(using: &random), !pointer.isRoot else { continue }
      let new = ValueModel.value(using: &random)
      let removes = Int.random(in: 0..<3, using: &random) == 0
      document = removes ? try document.removing(pointer) : try document.setting(pointer, to: new)
      let expected = ValueModel.setting(value, pointer.tokens[...], to: removes ? nil : new)
      #expect(document.value == expected)
    }
  }

  static func read(_ bytes: [UInt8]) -> JSONDocument? {
    do { return try JSONDocument(parsing: bytes) } catch { return nil }
  }

  /// Foundation takes a number beyond a double for an error, which JSON does not.
  static func isAcceptedByFoundation(_ bytes: [UInt8], _ document: JSONDocument) -> Bool {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      return true
    } catch {
      return ValueModel.pointers(in: document.value).contains {
        guard let number = document.value.value(at: $0)?.numberValue else { return false }
        return number.asDouble == nil || (number.asDouble == 0 && !number.isZero)
      }
    }
  }
}
