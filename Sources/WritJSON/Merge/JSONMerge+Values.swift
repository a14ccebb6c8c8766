extension JSONMerge {
  /// The value that has the changes of both sides and nothing else; nil where they disagree.
  public static func value(base: JSONValue, ours: JSONValue, theirs: JSONValue) -> JSONValue? {
    var merge = ValueMerge(base, ours, theirs, .strict)
    let merged = merge.run()
    return merge.conflicts.isEmpty ? merged : nil
  }

  /// Whether one side's text has all that both sides changed in a text, line by line.
  public static func hasAllLines(
    base: [UInt8], ours: [UInt8], theirs: [UInt8]
  ) -> Bool {
    LineMerge.merge(base: base, ours: ours, theirs: theirs) == theirs
  }
}
