internal import WritJSON

/// An approval that an apply was given, as the record keeps it.
///
/// The signed envelope lies in the folder `approvals` beside the record.
public struct RecordedApproval: Sendable, Equatable {
  /// The folder of the envelopes, inside of an apply's evidence folder.
  public static let folder = "approvals"

  /// The name of the envelope's file.
  public let file: String
  /// The digest of the envelope's raw bytes.
  public let digest: Digest
  /// The fingerprint of the key, as `SHA256:<base64>`.
  public let key: String
  /// The identity that the allowed signers give the key.
  public let approver: String
  /// How the consent was given.
  public let mode: Approval.Mode
  /// When it was given.
  public let time: Instant
  /// Why, or nil.
  public let note: String?

  /// Makes an approval from its parts.
  public init(
    digest: Digest, key: String, approver: String, mode: Approval.Mode, time: Instant,
    note: String?
  ) {
    file = RecordedApproval.fileName(digest)
    self.digest = digest
    self.key = key
    self.approver = approver
    self.mode = mode
    self.time = time
    self.note = note
  }

  /// The name of the file of an envelope with a digest.
  public static func fileName(_ digest: Digest) -> String { "\(digest.hex.prefix(32)).dsse.json" }

  var json: JSONValue {
    var object: JSONObject = [
      "file": .string(file), "sha256": .string(digest.hex), "key": .string(key),
      "approver": .string(approver), "mode": .string(mode.rawValue),
      "time": .string(time.description),
    ]
    object["note"] = note.map(JSONValue.string)
    return .object(object)
  }

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the record", at: place,
      known: ["file", "sha256", "key", "approver", "mode", "time", "note"])
    guard let digest = Digest(hex: try form.string("sha256")) else {
      throw form.wrong("sha256", "64 hexadecimal digits")
    }
    guard let mode = Approval.Mode(rawValue: try form.string("mode")) else {
      throw form.wrong("mode", "human, delegated or break-glass")
    }
    self.init(
      digest: digest, key: try form.string("key"), approver: try form.string("approver"),
      mode: mode, time: try Record.instant(form, "time"), note: try form.optionalString("note"))
    guard try form.string("file").utf8.elementsEqual(file.utf8) else {
      throw form.wrong("file", "the name that follows from the digest, \(file)")
    }
  }
}
