/// How a value is laid out in bytes.
struct JSONLayout: Sendable, Hashable {
  /// The line end.
  var newline: [UInt8] = [0x0A]
  /// What one level adds to the indentation.
  var unit: [UInt8] = [0x20, 0x20]
  /// What stands between a key and its value, the colon included.
  var colon: [UInt8] = Array(": ".utf8)
  /// What stands between neighbours on one line, the comma included.
  var comma: [UInt8] = Array(", ".utf8)
  /// What stands inside the brackets of an object that is on one line.
  var objectPadding: [UInt8] = []
  /// What stands inside the brackets of an array that is on one line.
  var arrayPadding: [UInt8] = []
  /// Whether an array without containers stays on one line where others take several.
  var keepsScalarArraysOnOneLine = false

  static let compact = JSONLayout(colon: [UInt8(ascii: ":")], comma: [UInt8(ascii: ",")])
}
