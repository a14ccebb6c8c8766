import WritJSON
import WritPolicy

/// A value as people name it: `NAME#/pointer`, or `NAME` for the whole document.
struct PolicyPlace {
  let name: DocumentName
  let pointer: JSONPointer

  init(_ text: String) throws {
    let bytes = Array(text.utf8)
    guard let hash = bytes.firstIndex(of: UInt8(ascii: "#")) else {
      name = try DocumentName(text)
      pointer = .root
      return
    }
    name = try DocumentName(String(decoding: bytes[..<hash], as: UTF8.self))
    pointer = try JSONPointer(parsing: String(decoding: bytes[(hash + 1)...], as: UTF8.self))
  }
}
