import WritGit
import WritJSON

/// Merges a file for git: the result goes into the file of ours.
struct MergeDriver {
  /// The file's path in the repository, for messages.
  let path: String
  var options: JSONMergeOptions

  /// The three versions of the file.
  private struct Versions {
    let base: JSONDocument
    let ours: JSONDocument
    let theirs: JSONDocument
  }

  /// Merges three files; throws `ExitStatus.conflict` where a person has to finish.
  mutating func run(base: String, ours: String, theirs: String) throws {
    let old = try Input.bytes(base)
    let left = try Input.bytes(ours)
    let right = try Input.bytes(theirs)
    let versions: Versions
    do throws(JSONError) {
      versions = try read(old, left, right)
    } catch {
      Output.message("note: \(path) is not strict JSON, so lines are merged: \(error)")
      let merged = JSONMerge.mergeLines(base: old, ours: left, theirs: right)
      try FileSystem.write(merged.text, to: ours, durable: false)
      if !merged.isClean { throw ExitStatus.conflict }
      return
    }
    try merge(versions, into: ours)
  }

  private mutating func read(
    _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]
  ) throws(JSONError) -> Versions {
    let mine = try JSONDocument(parsing: ours)
    let other = try JSONDocument(parsing: theirs)
    var base = base
    if base.isEmpty, mine.root.kind == other.root.kind {
      // Both sides added the file, and git gives an empty base.
      options.usesLines = false
      if mine.root.kind == .object { base = Array("{}".utf8) }
      if mine.root.kind == .array { base = Array("[]".utf8) }
    }
    return Versions(base: try JSONDocument(parsing: base), ours: mine, theirs: other)
  }

  private func merge(_ versions: Versions, into file: String) throws {
    let report = JSONMerge.report(
      base: versions.base, ours: versions.ours, theirs: versions.theirs, options: options)
    if case .merged(let document) = report.result {
      for note in report.notes { Output.message("note: \(path): \(note)") }
      return try FileSystem.write(document.bytes, to: file, durable: false)
    }
    Output.message("\(path):")
    MergeText.tell(report, json: false)
    let text = JSONMerge.marked(
      base: versions.base, ours: versions.ours, theirs: versions.theirs, options: options)
    try FileSystem.write(text, to: file, durable: false)
    throw ExitStatus.conflict
  }
}
