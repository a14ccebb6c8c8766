public import WritJSON

/// A DSSE envelope with one SSH signature (secure-systems-lab/dsse, version 1.0.2).
///
/// The signature is an SSHSIG over the pre-authentication encoding, in base64 without armor.
public struct Envelope: Sendable, Equatable {
  /// What the payload is, such as `application/vnd.in-toto+json`.
  public let payloadType: String
  /// What is signed.
  public let payload: [UInt8]
  /// The fingerprint of the key, as `SHA256:<base64>`.
  public let keyID: String
  /// The signature.
  public let signature: SSHSignature

  /// The most bytes that an envelope may have.
  public static let limit = 4 << 20

  /// Puts a payload and the signature over it into an envelope.
  public init(payloadType: String, payload: [UInt8], signature: SSHSignature) {
    self.payloadType = payloadType
    self.payload = payload
    self.signature = signature
    keyID = signature.signer.key.fingerprint
  }

  /// What a signature over a payload is made over: `DSSEv1`, type and payload with their lengths.
  public static func preAuthenticationEncoding(_ type: String, _ payload: [UInt8]) -> [UInt8] {
    Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
  }

  /// What the signature is made over.
  public var signedBytes: [UInt8] { Envelope.preAuthenticationEncoding(payloadType, payload) }

  /// The document that is stored.
  public var json: JSONValue {
    func base64(_ bytes: [UInt8]) -> JSONValue {
      .string(String(decoding: Base64.encode(bytes), as: UTF8.self))
    }
    return [
      "payload": base64(payload), "payloadType": .string(payloadType),
      "signatures": [["keyid": .string(keyID), "sig": base64(signature.blob)]],
    ]
  }

  /// Reads an envelope strictly.
  ///
  /// Base64 in its one canonical form, no member that is not known, exactly one signature, and a
  /// key id that is the signing key's own.
  public init(parsing bytes: [UInt8]) throws(SignatureError) {
    let document = try Envelope.document(bytes)
    let members = try Envelope.members(document, ["payload", "payloadType", "signatures"])
    guard let type = members["payloadType"]?.stringValue, !type.isEmpty,
      type.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { throw Envelope.wrong("has no payloadType in ASCII") }
    payloadType = type
    payload = try Envelope.base64(members["payload"], "payload")
    guard let signatures = members["signatures"]?.arrayValue, signatures.count == 1 else {
      throw Envelope.wrong("does not have exactly one signature")
    }
    let entry = try Envelope.members(signatures[0], ["keyid", "sig"])
    signature = try SSHSignature(blob: try Envelope.base64(entry["sig"], "sig"))
    guard let keyID = entry["keyid"]?.stringValue,
      keyID.hasSameBytes(as: signature.signer.key.fingerprint)
    else { throw Envelope.wrong("has a keyid that is not the fingerprint of the signing key") }
    self.keyID = keyID
  }

  private static func document(_ bytes: [UInt8]) throws(SignatureError) -> JSONValue {
    guard bytes.count <= limit else { throw wrong("has \(bytes.count) bytes, too many") }
    do throws(JSONError) {
      return try JSONDocument(parsing: bytes, limits: JSONLimits(bytes: limit, depth: 8)).value
    } catch {
      throw wrong("is not strict JSON: \(error.message)")
    }
  }

  private static func wrong(_ why: String) -> SignatureError {
    SignatureError(.envelope, "The envelope \(why).")
  }

  private static func members(
    _ value: JSONValue, _ known: [String]
  ) throws(SignatureError) -> JSONObject {
    guard let object = value.objectValue else { throw wrong("has something else than an object") }
    guard object.keys.allSatisfy({ key in known.contains { $0.hasSameBytes(as: key) } })
    else {
      throw wrong("has a member that is not known")
    }
    return object
  }

  private static func base64(
    _ value: JSONValue?, _ name: String
  ) throws(SignatureError) -> [UInt8] {
    guard let text = value?.stringValue, let bytes = Base64.decode(Array(text.utf8)) else {
      throw wrong("has no '\(name)' in base64 (the standard alphabet, with padding)")
    }
    return bytes
  }
}
