public import WritJSON

/// An in-toto Statement, version 1: a predicate about artifacts that digests name
/// (in-toto/attestation, spec/v1/statement.md).
public struct InTotoStatement: Sendable, Equatable {
  /// The media type of a Statement in an envelope.
  public static let payloadType = "application/vnd.in-toto+json"
  /// What the member `_type` of a Statement says.
  public static let type = "https://in-toto.io/Statement/v1"

  /// What the statement is about.
  public struct Subject: Sendable, Equatable {
    /// A name for it.
    public let name: String
    /// The SHA-256 digest in 64 lower-case hexadecimal digits.
    public let sha256: String

    /// Makes a subject from its parts.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// What the statement is about.
  public let subject: Subject
  /// What kind of predicate it has, as a URI.
  public let predicateType: String
  /// What it says.
  public let predicate: JSONValue

  /// Makes a statement from its parts.
  public init(subject: Subject, predicateType: String, predicate: JSONValue) {
    self.subject = subject
    self.predicateType = predicateType
    self.predicate = predicate
  }

  private var json: JSONValue {
    [
      "_type": .string(InTotoStatement.type),
      "subject": [
        ["name": .string(subject.name), "digest": ["sha256": .string(subject.sha256)]]
      ],
      "predicateType": .string(predicateType), "predicate": predicate,
    ]
  }

  /// The payload of an envelope: the canonical form (RFC 8785).
  public var payload: [UInt8] {
    get throws(SignatureError) { try InTotoStatement.canonical(json) }
  }

  private static func canonical(_ value: JSONValue) throws(SignatureError) -> [UInt8] {
    do throws(JSONError) {
      return try value.canonicalBytes(numbers: .ieee754)
    } catch {
      throw wrong("has no canonical form: \(error.message)")
    }
  }

  /// Reads a payload in its canonical form, with exactly one subject.
  ///
  /// One form alone is taken, so that no two readers can understand the same bytes differently.
  public init(payload: [UInt8]) throws(SignatureError) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONDocument(parsing: payload).value
    } catch {
      throw InTotoStatement.wrong("is not strict JSON: \(error.message)")
    }
    guard document["_type"]?.stringValue == InTotoStatement.type else {
      throw InTotoStatement.wrong("has another _type than '\(InTotoStatement.type)'")
    }
    guard let predicateType = document["predicateType"]?.stringValue,
      predicateType.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      let predicate = document["predicate"], predicate.objectValue != nil
    else { throw InTotoStatement.wrong("has no predicate with a type") }
    guard let subjects = document["subject"]?.arrayValue, subjects.count == 1,
      let name = subjects[0]["name"]?.stringValue,
      let digest = subjects[0]["digest"]?["sha256"]?.stringValue
    else { throw InTotoStatement.wrong("does not have exactly one subject with a sha256 digest") }
    self.init(
      subject: Subject(name: name, sha256: digest), predicateType: predicateType,
      predicate: predicate)
    // Whatever else stood in it is not in this form.
    guard try self.payload == payload else {
      throw InTotoStatement.wrong("is not in canonical form (RFC 8785), or has unknown members")
    }
  }

  private static func wrong(_ why: String) -> SignatureError {
    SignatureError(.statement, "The in-toto Statement \(why).")
  }
}
