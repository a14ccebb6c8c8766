extension JSONMerge {
  /// A text for a person to finish: both sides' changes, and between git's conflict markers only
  /// what they disagree on.
  ///
  /// With all of ours, or all of theirs, taken between the markers it is strict JSON; with them it
  /// is none, so that it is not committed by mistake. Without conflicts it is the merged document.
  public static func marked(
    base: JSONDocument, ours: JSONDocument, theirs: JSONDocument,
    options: JSONMergeOptions = .default
  ) -> [UInt8] {
    let result = merge(base: base, ours: ours, theirs: theirs, options: options)
    if case .merged(let document) = result { return document.bytes }
    let (old, left, right) = (base.value, ours.value, theirs.value)
    let versions = [ValueMerge.Preference.ours, .theirs].map { side in
      var merge = ValueMerge(old, left, right, options, preferring: side)
      return text(of: merge.run(), as: ours)
    }
    return versions[0] == versions[1]
      ? ConflictMarkers.text(ours.bytes, theirs.bytes)
      : ConflictMarkers.text(versions[0], versions[1])
  }

  /// A merge of texts that are not all strict JSON, as git would do it: by lines, with conflict
  /// markers where the sides disagree.
  ///
  /// - Returns: the text, and whether it is without conflicts.
  public static func mergeLines(
    base: [UInt8], ours: [UInt8], theirs: [UInt8]
  ) -> (text: [UInt8], isClean: Bool) {
    if let text = LineMerge.merge(base: base, ours: ours, theirs: theirs) { return (text, true) }
    return (ConflictMarkers.text(ours, theirs), false)
  }

  private static func text(of value: JSONValue, as document: JSONDocument) -> [UInt8] {
    do throws(JSONError) {
      return try document.setting(.root, to: value).bytes
    } catch {
      return value.serialized()
    }
  }
}

/// Two texts in one, with git's markers around the lines that differ.
enum ConflictMarkers {
  static func text(_ ours: [UInt8], _ theirs: [UInt8]) -> [UInt8] {
    let left = LineMerge.lines(ours)
    let right = LineMerge.lines(theirs)
    var numbering = Numbering<ArraySlice<UInt8>>()
    let diff = SequenceDiff(numbering.numbers(of: left), numbering.numbers(of: right))
    var text: [UInt8] = []
    var place = 0
    for hunk in joined(diff.hunks) {
      for line in left[place..<hunk.old.lowerBound] { text += line }
      append("<<<<<<< ours", left[hunk.old], to: &text)
      append("=======", right[hunk.new], to: &text)
      append(">>>>>>> theirs", [], to: &text)
      place = hunk.old.upperBound
    }
    for line in left[place...] { text += line }
    return text
  }

  private static func append(
    _ marker: String, _ lines: ArraySlice<ArraySlice<UInt8>>, to text: inout [UInt8]
  ) {
    if let last = text.last, last != 0x0A { text.append(0x0A) }
    text += Array(marker.utf8) + [0x0A]
    for line in lines { text += line }
  }

  /// Runs with at most three lines between them are one, as git shows them.
  private static func joined(_ hunks: [SequenceDiff.Hunk]) -> [SequenceDiff.Hunk] {
    var result: [SequenceDiff.Hunk] = []
    for hunk in hunks {
      if let last = result.last, hunk.old.lowerBound - last.old.upperBound <= 3 {
        result[result.count - 1] = SequenceDiff.Hunk(
          old: last.old.lowerBound..<hunk.old.upperBound,
          new: last.new.lowerBound..<hunk.new.upperBound)
      } else {
        result.append(hunk)
      }
    }
    return result
  }
}
