import WritEvidence
import WritGit
import WritPolicy

/// Result files that the command line names.
enum EvidenceFile {
  private static let pieceSize = 1 << 18

  /// What a file says; one that is read line by line may have any size.
  static func summary(_ path: String, _ kind: EvidenceKind?) throws -> EvidenceSummary {
    do {
      return try read(path, kind)
    } catch let error as GitError where error.code == .invalid {
      throw UsageError(error.message, hint: error.hint)
    } catch let error as EvidenceError {
      let place = error.line.map { ":\($0)" } ?? ""
      throw EvidenceError(
        error.code, "\(path)\(place): \(error.message)", line: error.line, hint: error.hint)
    }
  }

  private static func read(_ path: String, _ kind: EvidenceKind?) throws -> EvidenceSummary {
    guard let file = try FilePieces(path) else { throw UsageError("There is no file '\(path)'.") }
    // A pipe gives little at a time, and the kind shows only in the first lines.
    var head: [UInt8] = []
    while head.count < pieceSize, let piece = try file.next(pieceSize) { head += piece }
    let isShort = head.count < pieceSize
    if let streaming = streaming(kind, head), !isShort {
      return try stream(file, head, streaming)
    }
    var bytes = head
    while let piece = try file.next(pieceSize) {
      bytes += piece
      guard bytes.count <= Input.limit else {
        throw EvidenceError(.tooLarge, "There are more than \(Input.limit) bytes.")
      }
    }
    return try EvidenceImport.summary(of: bytes, kind: kind)
  }

  /// The bytes of an artifact.
  static func bytes(_ path: String) throws -> [UInt8] {
    guard let file = try FilePieces(path) else { throw UsageError("There is no file '\(path)'.") }
    var bytes = try file.next(1 << 21) ?? []
    while let piece = try file.next(1 << 21) {
      bytes += piece
      guard bytes.count <= 1 << 30 else {
        throw EvidenceError(.tooLarge, "'\(path)' has more than \(1 << 30) bytes.")
      }
    }
    return bytes
  }

  private static func streaming(_ kind: EvidenceKind?, _ head: [UInt8]) -> EvidenceKind? {
    switch kind {
    case .csv?, .ndjson?: kind
    case nil: EvidenceImport.streamingKind(ofHead: head)
    default: nil
    }
  }

  private static func stream(
    _ file: borrowing FilePieces, _ head: [UInt8], _ kind: EvidenceKind
  ) throws -> EvidenceSummary {
    var digest = Digest.Accumulator()
    var size = head.count
    var reader = StreamingImport(kind)
    digest.add(head)
    try reader.feed(head)
    while let piece = try file.next(pieceSize) {
      digest.add(piece)
      size += piece.count
      try reader.feed(piece)
    }
    var summary = try reader.finish()
    summary.sources = [.init(digest: digest.digest(), size: size)]
    return summary
  }
}

/// One of several files that make a summary together.
struct SummaryPart {
  let file: String
  let summary: EvidenceSummary

  /// One summary of all parts; groups of several files are named by their file.
  static func joined(_ parts: [SummaryPart], group: String?) throws -> EvidenceSummary {
    guard let first = parts.first else { throw UsageError("Name the files to import.") }
    guard parts.count > 1 else { return try renamed(first.summary, group) }
    if group != nil { throw UsageError("--group names the only group of one file.") }
    if let other = parts.first(where: { $0.summary.kind != first.summary.kind }) {
      throw UsageError(
        "'\(other.file)' is of the kind \(other.summary.kind), and '\(first.file)' of "
          + "\(first.summary.kind).", hint: "import files of one kind together")
    }
    var result = first.summary
    result.groups = []
    result.sources = parts.flatMap(\.summary.sources)
    result.notes = parts.flatMap { part in part.summary.notes.map { "\(part.stem): \($0)" } }
    let times = parts.map(\.summary.recordedAt)
    // The oldest part tells how old the whole is; one without a time leaves that open.
    result.recordedAt = times.contains(nil) ? nil : times.compactMap(\.self).min()
    for part in parts {
      for group in part.summary.groups {
        let name = part.summary.groups.count == 1 ? part.stem : "\(part.stem)/\(group.name)"
        guard result.group(name) == nil else {
          throw UsageError("Two files give a group named '\(name)'.", hint: "rename one of them")
        }
        result.groups.append(group.named(name))
      }
    }
    return result
  }

  private static func renamed(
    _ summary: EvidenceSummary, _ group: String?
  ) throws -> EvidenceSummary {
    guard let group else { return summary }
    guard summary.groups.count == 1, let only = summary.groups.first else {
      throw UsageError("The file has \(summary.groups.count) groups, so --group cannot name it.")
    }
    var result = summary
    result.groups = [only.named(group)]
    return result
  }

  /// The file's name without folder and ending.
  private var stem: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
