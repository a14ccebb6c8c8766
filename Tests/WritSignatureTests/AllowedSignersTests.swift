import Foundation
import Testing
import WritJSON
import WritTesting

@testable import WritSignature

/// Lists of allowed signers, each held against `ssh-keygen -Y find-principals` and `-Y verify`.
@Suite struct AllowedSignersTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let note: String
    let file: String
    let namespace: String
    let status: String
    let principals: [String]
    let isStricter: Bool

    var testDescription: String { note }
  }

  static let cases: [Case] = {
    let path = Places.packageRoot + "/Tests/WritSignatureTests/Cases/signers.json"
    guard let bytes = try? Files.read(path), let value = try? JSONDocument(parsing: bytes).value
    else { return [] }
    return (value.arrayValue ?? []).map { item in
      Case(
        note: item["note"]?.stringValue ?? "", file: item["file"]?.stringValue ?? "",
        namespace: item["namespace"]?.stringValue ?? "git",
        status: item["status"]?.stringValue ?? "",
        principals: item["principals"]?.arrayValue?.compactMap(\.stringValue) ?? [],
        isStricter: item["stricter"] != nil)
    }
  }()

  /// 2024-06-15T12:00:00Z.
  private static let seconds: Int64 = 1_718_452_800
  private static let time = "20240615120000Z"
  private let keygen = Keygen.shared
  private let message = Array("the message".utf8)

  @Test("There are cases") func casesAreThere() { #expect(Self.cases.count > 40) }

  @Test("A list trusts exactly whom ssh-keygen trusts", arguments: cases)
  func trusts(_ item: Case) throws {
    var text = item.file
    for name in ["ed25519", "other", "ca"] {
      text = text.replacingOccurrences(of: "{\(name)}", with: try keygen.text(name))
    }
    let armored = try keygen.sign(message, by: "ed25519")
    let trust = SignerTrust(
      allowed: try AllowedSigners(parsing: Array(text.utf8)), revoked: nil)
    let verdict = trust.judge(
      armored: armored, over: message, namespace: item.namespace, at: Self.seconds)
    #expect(verdict.status.rawValue == item.status, "\(verdict.reason)")
    #expect(verdict.principals == item.principals)
    let told = try keygen.principals(
      armored, message, signers: Array(text.utf8), namespace: item.namespace, time: Self.time)
    if item.isStricter {
      #expect(!told.isEmpty)
    } else {
      #expect(told == item.principals)
    }
  }

  @Test("Lists put together by chance are judged as ssh-keygen judges them")
  func randomLists() throws {
    let armored = try keygen.sign(message, by: "ed25519")
    let signature = try SSHSignature(armored: armored)
    var generator = SeededGenerator(seed: 11)
    let names = ["alice", "bob", "a*,!alice", "alice,bob", "*", "!bob,b?b", "\"al ice\",x", "a,,b"]
    let options = [
      "", "namespaces=\"git\"", "namespaces=\"file\"", "valid-after=\"20240101Z\"",
      "valid-after=\"20250101Z\"", "valid-before=\"20240101Z\"", "valid-before=\"20250101Z\"",
      "cert-authority", "bogus", "namespaces=\"git,!git\"", "valid-before=\"20240615120000Z\"",
    ]
    let keys = [
      try keygen.text("ed25519"), try keygen.text("ed25519"), try keygen.text("other"),
      "ssh-ed25519 x",
    ]
    for round in 0..<150 {
      let lines = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        let chosen = (0..<Int.random(in: 0...2, using: &generator)).compactMap { _ in
          options.randomElement(using: &generator)
        }.filter { !$0.isEmpty }
        return [
          names.randomElement(using: &generator),
          chosen.isEmpty ? nil : chosen.joined(separator: ","),
          keys.randomElement(using: &generator),
        ].compactMap { $0 }.joined(separator: " ")
      }
      let text = Array(lines.joined(separator: "\n").utf8)
      let verdict = SignerTrust(allowed: try AllowedSigners(parsing: text), revoked: nil)
        .judge(signature, over: message, namespace: "git", at: Self.seconds)
      let told = try keygen.principals(armored, message, signers: text, time: Self.time)
      #expect(verdict.principals == told, "round \(round):\n\(lines.joined(separator: "\n"))")
      #expect((verdict.status == .good) == !told.isEmpty)
    }
  }

  @Test("Every broken line is told with its number")
  func problems() throws {
    let text =
      "alice \(try keygen.text("ed25519"))\nbob\n\ncarol x \(try keygen.text("other"))\nd\0 ssh-ed25519 A"
    let list = try AllowedSigners(parsing: Array(text.utf8))
    #expect(list.problems.map(\.line) == [2, 4, 5])
    #expect(list.problems.allSatisfy { $0.message.hasSuffix(".") })
    #expect(throws: SignatureError.self) {
      try AllowedSigners(parsing: [UInt8](repeating: 0x23, count: AllowedSigners.limit + 1))
    }
  }

  @Test(
    "Patterns match in linear time",
    arguments: [
      ("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", String(repeating: "a", count: 5_000), false),
      ("*x*y*", "axbyc", true), ("", "", true), ("", "a", false), ("?", "", false),
      ("**", "", true),
      ("a?c", "abc", true), ("a?c", "ac", false), ("*.example", "x.example", true),
    ])
  func patterns(pattern: String, name: String, expected: Bool) {
    #expect(PatternList.matches(Array(name.utf8), Array(pattern.utf8)[...]) == expected)
  }

  @Test(
    "Times in UTC are those of the calendar",
    arguments: [
      ("19700102Z", 86_400), ("20000229Z", 951_782_400), ("20240615120000Z", 1_718_452_800),
      ("203801190314UTC", 2_147_483_640), ("99991231235959z", 253_402_300_799),
    ])
  func times(text: String, seconds: Int64) {
    #expect(SignerTime(Array(text.utf8))?.asBeginning == seconds)
    #expect(SignerTime(Array(text.utf8))?.asEnd == seconds)
  }

  @Test(
    "Times that are none are refused",
    arguments: [
      "", "Z", "2024Z", "20241301Z", "20240001Z", "20240132Z", "20230229Z", "21000229Z",
      "202406152400Z",
      "202406151260Z", "20240615120060Z", "2024061512000Z", "2024-06-15Z", "20240615ZZ",
      "19700101Z", "2024061 Z",
    ])
  func badTimes(text: String) { #expect(SignerTime(Array(text.utf8)) == nil) }
}
