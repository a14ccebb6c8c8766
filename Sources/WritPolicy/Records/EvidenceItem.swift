internal import WritJSON

/// An artifact that a change rests on.
public struct EvidenceItem: Sendable, Equatable {
  /// The name inside the apply's evidence folder.
  public let name: String
  /// The media type (RFC 6838).
  public let mediaType: String
  /// The size in bytes.
  public let size: Int
  /// The digest of the raw bytes.
  public let digest: Digest

  /// Makes an item; the name must have passed `checkName`.
  public init(name: String, mediaType: String, size: Int, digest: Digest) {
    self.name = name
    self.mediaType = mediaType
    self.size = size
    self.digest = digest
  }

  /// Refuses a name that could leave the evidence folder or be taken for the record.
  public static func checkName(_ name: String) throws(PolicyError) {
    let allowed = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || ".-_".utf8.contains(byte)
    }
    guard allowed, (1...100).contains(name.utf8.count), name.utf8.first != UInt8(ascii: "."),
      !["record.json", RecordedApproval.folder].contains(name.lowercased())
    else {
      throw PolicyError(
        .name, "'\(name.oneLine)' cannot be the name of an artifact.",
        hint: "1 to 100 letters, digits, '.', '-' or '_', not starting with '.'; not record.json, "
          + "not approvals")
    }
  }

  /// The media type that the ending of a file name stands for.
  public static func mediaType(of fileName: String) -> String {
    let ending = fileName.utf8.lastIndex(of: UInt8(ascii: ".")).map {
      String(fileName[fileName.index(after: $0)...]).lowercased()
    }
    return switch ending {
    case "json": "application/json"
    case "ndjson", "jsonl": "application/x-ndjson"
    case "csv": "text/csv"
    case "xml": "application/xml"
    case "txt", "log": "text/plain"
    case "md": "text/markdown"
    case "html": "text/html"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "pdf": "application/pdf"
    case "yaml", "yml": "application/yaml"
    default: "application/octet-stream"
    }
  }

  var json: JSONValue {
    [
      "name": .string(name), "mediaType": .string(mediaType), "size": .number(JSONNumber(size)),
      "sha256": .string(digest.hex),
    ]
  }

  init(_ value: JSONValue, at pointer: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the record", at: pointer, known: ["name", "mediaType", "size", "sha256"])
    name = try form.string("name")
    try EvidenceItem.checkName(name)
    mediaType = try form.string("mediaType")
    guard let size = try form.optionalInt("size", in: 0...Int.max) else {
      throw form.wrong("size", "a whole number")
    }
    self.size = size
    guard let digest = Digest(hex: try form.string("sha256")) else {
      throw form.wrong("sha256", "64 hexadecimal digits")
    }
    self.digest = digest
  }
}
