import Foundation
import Testing
import WritJSON
import WritTesting

@testable import WritSignature

/// DSSE envelopes and the in-toto Statements in them.
@Suite struct EnvelopeTests {
  private let keygen = Keygen.shared
  private let statement = InTotoStatement(
    subject: .init(name: "thing", sha256: String(repeating: "a", count: 64)),
    predicateType: "urn:example:p", predicate: ["b": 2, "a": "\u{20AC}", "n": 1.5])

  private func made(type: String = InTotoStatement.payloadType, _ payload: [UInt8]) throws
    -> Envelope
  {
    let signed = Envelope.preAuthenticationEncoding(type, payload)
    let armored = try keygen.sign(signed, by: "ed25519", namespace: "test")
    return Envelope(
      payloadType: type, payload: payload, signature: try SSHSignature(armored: armored))
  }

  @Test("The encoding that is signed is that of the specification")
  func encoding() {
    let bytes = Envelope.preAuthenticationEncoding(
      "http://example.com/HelloWorld", Array("hello world".utf8))
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
    let empty = Envelope.preAuthenticationEncoding("", [])
    #expect(String(decoding: empty, as: UTF8.self) == "DSSEv1 0  0 ")
  }

  @Test("An envelope comes back as it was, and its signature fits")
  func roundTrip() throws {
    let envelope = try made(statement.payload)
    let read = try Envelope(parsing: envelope.json.serialized())
    #expect(read == envelope)
    #expect(read.signature.isValid(over: read.signedBytes, namespace: "test"))
    #expect(try InTotoStatement(payload: read.payload) == statement)
    #expect(
      String(decoding: try statement.payload, as: UTF8.self).hasPrefix(
        #"{"_type":"https://in-toto.io/Statement/v1","predicate":{"a":"€","b":2,"n":1.5},"#))
  }

  @Test("A flip of any byte of an envelope is refused")
  func flips() throws {
    let bytes = try made(statement.payload).json.serialized()
    var generator = SeededGenerator(seed: 3)
    for index in bytes.indices {
      var flipped = bytes
      flipped[index] ^= UInt8.random(in: 1...255, using: &generator)
      guard let read = try? Envelope(parsing: flipped) else { continue }
      let isSame = read.json.serialized() == bytes
      let fits = read.signature.isValid(over: read.signedBytes, namespace: "test")
      // White space between the members is all that may differ.
      #expect(isSame || !fits, "byte \(index)")
    }
  }

  @Test(
    "Envelopes of another shape are refused",
    arguments: [
      "", "{}", "[]", #"{"payload":"","payloadType":"x","signatures":[]}"#,
      #"{"payload":"e30","payloadType":"x","signatures":[SIG]}"#,
      #"{"payload":"e30=","payloadType":"","signatures":[SIG]}"#,
      #"{"payload":"e30=","payloadType":"x","signatures":[SIG,SIG]}"#,
      #"{"payload":"e30=","payloadType":"x","signatures":[SIG],"more":1}"#,
      #"{"payload":"e30=","payload":"e30=","payloadType":"x","signatures":[SIG]}"#,
      #"{"payload":"e30_","payloadType":"x","signatures":[SIG]}"#,
      #"{"payload":"e30=\n","payloadType":"x","signatures":[SIG]}"#,
      #"{"payload":"e30=","payloadType":"x","signatures":[{"keyid":"SHA256:no","sig":"U0lH"}]}"#,
      #"{"payload":"e30=","payloadType":"x","signatures":[{"sig":"RIGHT"}]}"#,
      #"{"payload":"e30=","payloadType":"x","signatures":[{"keyid":"SHA256:other","sig":"RIGHT"}]}"#,
      #"{"payload":"e30=","payloadType":"x","signatures":{}}"#,
    ])
  func badEnvelopes(text: String) throws {
    let entry = try #require(made([]).json["signatures"]?[0])
    let right = try #require(entry["sig"]?.stringValue)
    let bytes = text.replacingOccurrences(of: "SIG", with: entry.compactText)
      .replacingOccurrences(of: "RIGHT", with: right)
    #expect(throws: SignatureError.self) { try Envelope(parsing: Array(bytes.utf8)) }
  }

  @Test(
    "Statements in another form are refused",
    arguments: [
      "", "{}", #"{"_type":"https://in-toto.io/Statement/v0.1"}"#, " CANON", "CANON ", "NEWLINE",
      "REORDERED", "EXTRA",
      "TWO", "NODIGEST", "ARRAY",
    ])
  func badStatements(kind: String) throws {
    let canonical = String(decoding: try statement.payload, as: UTF8.self)
    let digest = statement.subject.sha256
    let text =
      switch kind {
      case "NEWLINE": canonical + "\n"
      case "REORDERED":
        canonical.replacingOccurrences(of: #""a":"€","b":2"#, with: #""b":2,"a":"€""#)
      case "EXTRA": canonical.replacingOccurrences(of: #""subject""#, with: #""q":1,"subject""#)
      case "TWO":
        canonical.replacingOccurrences(
          of: #""name":"thing"}"#,
          with: #""name":"thing"},{"digest":{"sha256":"\#(digest)"},"name":"x"}"#)
      case "NODIGEST": canonical.replacingOccurrences(of: "sha256", with: "sha512")
      case "ARRAY": canonical.replacingOccurrences(of: #"{"a":"€","b":2,"n":1.5}"#, with: "[]")
      default: kind.replacingOccurrences(of: "CANON", with: canonical)
      }
    #expect(text != canonical)
    #expect(throws: SignatureError.self) { try InTotoStatement(payload: Array(text.utf8)) }
  }
}
