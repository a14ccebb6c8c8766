/// Cuts a stream into lines.
struct StreamLines {
  private var rest: [UInt8] = []

  /// Takes the next bytes; gives the lines that are whole now, without their ends.
  mutating func add(_ piece: [UInt8]) -> [[UInt8]] {
    rest += piece
    guard let end = rest.lastIndex(of: 0x0A) else { return [] }
    let lines = rest[..<end].split(separator: 0x0A, omittingEmptySubsequences: true)
    rest.removeSubrange(...end)
    return lines.map { line in Array(line.last == 0x0D ? line.dropLast() : line) }
      .filter { !$0.isEmpty }
  }

  /// What stands behind the last line end.
  var last: [UInt8]? { rest.isEmpty ? nil : rest }
}
