import WritJSON
// removed once the merge by value lands
public struct JSONConflict { let pointer: JSONPointer; let base: JSONValue?; let ours: JSONValue?; let theirs: JSONValue? }
enum JSONMerge {
  enum Result { case merged(JSONDocument); case conflicts([JSONConflict]) }
  static func merge(base: JSONDocument, ours: JSONDocument, theirs: JSONDocument) -> Result {
    let b = base.value, o = ours.value
    var doc = ours; var conflicts: [JSONConflict] = []
    for c in JSONDiff.changes(from: b, to: theirs.value) {
      let now = o.value(at: c.pointer)
      if now == c.after { continue }
      guard now == c.before else { conflicts.append(.init(pointer: c.pointer, base: c.before, ours: now, theirs: c.after)); continue }
      do throws(JSONError) {
        if let after = c.after { doc = try doc.setting(c.pointer, to: after) } else { doc = try doc.removing(c.pointer) }
      } catch { conflicts.append(.init(pointer: c.pointer, base: c.before, ours: now, theirs: c.after)) }
    }
    return conflicts.isEmpty ? .merged(doc) : .conflicts(conflicts)
  }
}
extension JSONDocument { func applying(_ patch: JSONValue) throws(JSONError) -> JSONDocument { self } }
