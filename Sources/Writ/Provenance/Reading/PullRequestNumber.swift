import WritGit
import WritPolicy

/// Finds the number of a pull request in what forges write.
public enum PullRequestNumber {
  /// The number in `#12`, `!12`, or a URL of a pull or merge request.
  public static func of(reference: String) -> Int? {
    let bytes = Array(reference.utf8)
    var rest = bytes[...]
    // A link to a part of the page is one to the pull request.
    for mark in [UInt8(ascii: "#"), UInt8(ascii: "?")] {
      if let end = rest.dropFirst().firstIndex(of: mark) { rest = rest[..<end] }
    }
    while rest.last == UInt8(ascii: "/") { rest = rest.dropLast() }
    if let number = numberAfterWord(in: rest) { return number }
    let digits = rest.suffix(while: isDigit)
    let before = rest.dropLast(digits.count).last
    guard before.map({ Array("#!/".utf8).contains($0) }) == true else { return nil }
    return number(digits)
  }

  /// The number in `.../pull/12/files` and the like.
  private static func numberAfterWord(in path: ArraySlice<UInt8>) -> Int? {
    let words = ["pull", "pulls", "pull-requests", "merge_requests"]
    let parts = path.split(separator: UInt8(ascii: "/"))
    for (part, next) in zip(parts, parts.dropFirst())
    where words.contains(where: { part.elementsEqual($0.utf8) }) && next.allSatisfy(isDigit) {
      return number(next)
    }
    return nil
  }

  /// The number that a commit's message tells.
  ///
  /// Known are subjects that end in `(#12)` and that begin with `Merge pull request #12`, as GitHub
  /// writes them, and GitLab's line `See merge request group/project!12`.
  public static func of(message: [UInt8]) -> Int? {
    let lines = message.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { trimmed($0) }
    let title = lines.drop { $0.isEmpty }.prefix { !$0.isEmpty }
    return of(subject: title.joined(separator: [0x20])) ?? ofMergeRequest(lines)
  }

  /// The number in a subject: `... (#12)`, `Merge pull request #12 from ...`.
  public static func of(subject: String) -> Int? { of(subject: Array(subject.utf8)) }

  private static func of(subject: some Sequence<UInt8>) -> Int? {
    let bytes = Array(subject)
    let merge = Array("Merge pull request #".utf8)
    if bytes.starts(with: merge) {
      return number(bytes.dropFirst(merge.count).prefix { isDigit($0) })
    }
    guard bytes.last == UInt8(ascii: ")") else { return nil }
    let digits = bytes.dropLast().suffix(while: isDigit)
    guard bytes.dropLast(digits.count + 1).suffix(2).elementsEqual("(#".utf8) else { return nil }
    return number(digits)
  }

  private static func ofMergeRequest(_ lines: [ArraySlice<UInt8>]) -> Int? {
    let start = Array("See merge request ".utf8)
    guard let line = lines.last(where: { $0.starts(with: start) }),
      let mark = line.lastIndex(of: UInt8(ascii: "!"))
    else { return nil }
    let digits = line[(mark + 1)...]
    return digits.allSatisfy(isDigit) ? number(digits) : nil
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last == 0x20 || last == 0x0D || last == 0x09 { line.removeLast() }
    return line
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func number(_ digits: some Collection<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count < 16 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }
}

extension BidirectionalCollection<UInt8> {
  /// The longest end of which every byte fits.
  fileprivate func suffix(while fits: (UInt8) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, fits(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
