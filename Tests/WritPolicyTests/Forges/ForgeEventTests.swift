import Foundation
import Testing
import WritJSON
import WritPolicy
import WritTesting

@Suite("Events of forges")
struct ForgeEventTests {
  /// A payload by what is changed in a good one, and what comes of it.
  struct Example: Decodable, CustomTestStringConvertible {
    let note: String
    let base: String
    let set: [String: String]?
    let remove: [String]?
    let expected: [String: String?]?
    let error: String?
    var testDescription: String { note }
  }

  static let examples = CaseFile.load("forge-events", of: Example.self)

  @Test("say what they say, and nothing that a person wrote", arguments: examples)
  func cases(example: Example) throws {
    var payload = try JSONDocument(parsing: Payloads.text(example.base))
    for (pointer, value) in (example.set ?? [:]).sorted(by: { $0.key < $1.key }) {
      let place = try JSONPointer(parsing: pointer)
      payload = try payload.adding(place, JSONDocument(parsing: value).value)
    }
    for pointer in example.remove ?? [] {
      payload = try payload.removing(JSONPointer(parsing: pointer))
    }
    do throws(PolicyError) {
      let event = try ForgeEvent(payload.value)
      #expect(example.error == nil)
      for (name, value) in example.expected ?? [:] {
        #expect(Self.part(name, of: event) == value, "\(name)")
      }
    } catch {
      #expect(example.error == error.pointer, "\(error.message)")
    }
  }

  private static func part(_ name: String, of event: ForgeEvent) -> String? {
    switch name {
    case "kind": event.kind.rawValue
    case "actor": event.actor
    case "url": event.url
    case "number": event.number.map(String.init)
    case "branch": event.branch
    case "base": event.base.map { String($0.prefix(4)) }
    case "head": event.head.map { String($0.prefix(4)) }
    case "merge": event.merge.map { String($0.prefix(4)) }
    case "approver": event.approvals.first?.approver
    case "approval": event.approvals.first?.url
    default: "no such part"
    }
  }

  static let real: [String] = {
    guard let data = Places.sharedData else { return [] }
    let folder = data + "/github-events/pull_request"
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    return (names ?? []).filter { $0.hasSuffix(".json") }.map { folder + "/" + $0 }.sorted()
  }()

  @Test(
    "that GitHub gives as examples are there",
    .enabled(if: Places.sharedData != nil, "the shared data is absent"))
  func examplesAreThere() { #expect(Self.real.count > 20) }

  @Test(
    "that GitHub gives as examples are read",
    .enabled(if: Places.sharedData != nil, "the shared data is absent"), arguments: real)
  func examplesOfGitHub(path: String) throws {
    let event = try ForgeEvent(JSONDocument(parsing: Files.read(path)).value)
    #expect(event.kind == .pullRequest)
    #expect(event.repository == "Codertocat/Hello-World")
    #expect(event.url == "https://github.com/Codertocat/Hello-World/pull/2")
    #expect(event.actor == "Codertocat <21031067+Codertocat@users.noreply.github.com>")
    #expect(event.head == "ec26c3e57ca3a959ca5aad62de7213c562f8c821")
    #expect(event.approvals.isEmpty && event.merge == nil)
  }

  /// Every text in a payload may be hostile: nothing that is taken from it is more than one line, and
  /// a form that does not fit is refused.
  @Test("with a line break in any of their texts give no trailer", arguments: Payloads.names)
  func hostile(name: String) throws {
    let document = try JSONDocument(parsing: Payloads.text(name))
    for pointer in Payloads.texts(in: document.value) {
      let text = try #require(document.value.value(at: pointer)?.stringValue)
      let hostile = JSONValue.string(text + "\n\nActor: evil <evil@example.org>")
      let payload = try document.setting(pointer, to: hostile).value
      do throws(PolicyError) {
        let event = try ForgeEvent(payload)
        let kept = event.json(payload: Digest(of: [])).compactText
        #expect(!kept.contains("evil"), "\(pointer)")
      } catch {
        // Refused, which is as good.
      }
    }
  }
}

/// Payloads as forges send them, cut down to what is looked at and some of what is not.
private enum Payloads {
  static let names = ["pull_request", "review", "push", "merge_group", "merge_request"]

  static func text(_ name: String) throws -> [UInt8] {
    try Files.read(
      Places.packageRoot + "/Tests/WritPolicyTests/Cases/forge-payloads/\(name).json")
  }

  /// The places of all texts.
  static func texts(in value: JSONValue, at pointer: JSONPointer = .root) -> [JSONPointer] {
    switch value {
    case .string: [pointer]
    case .object(let members):
      members.flatMap { texts(in: $0.value, at: pointer.appending($0.key)) }
    case .array(let elements):
      elements.enumerated().flatMap { texts(in: $0.element, at: pointer.appending($0.offset)) }
    default: []
    }
  }
}
