/// Merges documents by value.
public enum JSONMerge {
  /// Merges what two sides made of one base.
  ///
  /// Objects are merged by key, arrays as sequences of elements, scalars as a whole. What `theirs`
  /// did not change keeps its bytes from `ours`. The result is strict JSON without duplicate keys.
  public static func merge(
    base: JSONDocument, ours: JSONDocument, theirs: JSONDocument,
    options: JSONMergeOptions = .default
  ) -> JSONMergeResult {
    report(base: base, ours: ours, theirs: theirs, options: options).result
  }

  /// Merges, and tells what a person should know about the decisions taken.
  public static func report(
    base: JSONDocument, ours: JSONDocument, theirs: JSONDocument,
    options: JSONMergeOptions = .default
  ) -> JSONMergeReport {
    guard options.usesLines, let byLines = mergeByLines(base, ours, theirs) else {
      return mergeByValue(base, ours, theirs, options)
    }
    var comparison = options
    comparison.movedMembersConflict = false
    guard case .merged(let byValue) = mergeByValue(base, ours, theirs, comparison).result else {
      return JSONMergeReport(result: .merged(byLines), notes: [])
    }
    let differences = JSONDiff.changesByPlace(from: byValue.value, to: byLines.value)
    return JSONMergeReport(
      result: .merged(byLines),
      notes: differences.map { JSONMergeNote(pointer: $0.pointer, kind: .placedByLines) })
  }

  private static func mergeByValue(
    _ base: JSONDocument, _ ours: JSONDocument, _ theirs: JSONDocument,
    _ options: JSONMergeOptions
  ) -> JSONMergeReport {
    let (old, left, right) = (base.value, ours.value, theirs.value)
    var merge = ValueMerge(old, left, right, options)
    let merged = merge.run()
    guard merge.conflicts.isEmpty else {
      return JSONMergeReport(result: .conflicts(merge.conflicts), notes: [])
    }
    do throws(JSONError) {
      let document = try ours.setting(.root, to: merged)
      return JSONMergeReport(result: .merged(document), notes: merge.notes)
    } catch {
      // Only the limits that `ours` was read under can stand against a value of two such documents.
      let conflict = JSONConflict(pointer: .root, base: old, ours: left, theirs: right)
      return JSONMergeReport(result: .conflicts([conflict]), notes: [])
    }
  }

  /// The merge of lines, where it is clean and strict JSON.
  private static func mergeByLines(
    _ base: JSONDocument, _ ours: JSONDocument, _ theirs: JSONDocument
  ) -> JSONDocument? {
    let text = LineMerge.merge(base: base.bytes, ours: ours.bytes, theirs: theirs.bytes)
    guard let text else { return nil }
    do throws(JSONError) {
      return try JSONDocument(parsing: text, limits: ours.limits)
    } catch {
      // Such as a duplicate key, or a comma too few: what lines cannot know of.
      return nil
    }
  }
}

/// What came of a merge.
public enum JSONMergeResult: Sendable {
  /// Both sides' changes in one document.
  case merged(JSONDocument)
  /// The places where the sides disagree; never empty.
  case conflicts([JSONConflict])
}

/// What came of a merge, and what to know about it.
public struct JSONMergeReport: Sendable {
  /// The document or the conflicts.
  public let result: JSONMergeResult
  /// Decisions that a person may want to look at; none where there are conflicts.
  public let notes: [JSONMergeNote]
}
