/// Cuts a stream into lines.
struct StreamLines {
  private var rest: [UInt8] = []

  /// Takes the next bytes; gives the lines that are whole now, without their ends and blank ones.
  ///
  /// Only the new bytes are looked through, so that a line without an end costs no more than its
  /// length. A character may be cut in two by the pieces: a line is whole before it is read.
  mutating func add(_ piece: [UInt8]) -> [[UInt8]] {
    guard piece.contains(0x0A) else {
      rest += piece
      return []
    }
    var lines: [[UInt8]] = []
    for part in piece.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if !rest.isEmpty || !part.isEmpty { rest += part }
      lines.append(rest)
      rest = []
    }
    rest = lines.removeLast()
    return lines.compactMap(StreamLines.trimmed)
  }

  /// What stands behind the last line end.
  var last: [UInt8]? { StreamLines.trimmed(rest) }

  private static func trimmed(_ line: [UInt8]) -> [UInt8]? {
    let line = line.last == 0x0D ? Array(line.dropLast()) : line
    return line.isEmpty ? nil : line
  }
}
