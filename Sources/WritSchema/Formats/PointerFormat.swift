import WritJSON

/// Pointers into documents.
enum PointerFormat {
  /// A JSON Pointer in its string form (RFC 6901, section 3).
  static func isPointer(_ text: String) -> Bool {
    do throws(JSONError) {
      _ = try JSONPointer(parsing: text)
      return true
    } catch {
      return false
    }
  }

  /// A number of levels up, perhaps a step to a neighbour, then `#` or a JSON Pointer
  /// (draft-bhutton-relative-json-pointer-00, section 3).
  static func isRelativePointer(_ text: String) -> Bool {
    var cursor = ByteCursor(text)
    guard readNumber(&cursor) else { return false }
    if cursor.skip("+") || cursor.skip("-") {
      guard cursor.next != UInt8(ascii: "0"), readNumber(&cursor) else { return false }
    }
    if cursor.skip("#") { return cursor.isAtEnd }
    return isPointer(String(decoding: cursor.rest, as: UTF8.self))
  }

  private static func readNumber(_ cursor: inout ByteCursor) -> Bool {
    let startsWithZero = cursor.next == UInt8(ascii: "0")
    let count = cursor.skip(while: ASCII.isDigit)
    return count == 1 || (count > 1 && !startsWithZero)
  }
}
