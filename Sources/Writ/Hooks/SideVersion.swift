import WritJSON

/// What a side that is merged has of one thing, a file or a value, and what that was where the side
/// began.
struct SideVersion<Value: Equatable>: Equatable {
  /// What the side has.
  let own: Value?
  /// What the best common ancestors have: several where the lines crossed and nobody can tell which
  /// of their values both sides began with; none where there is no common ancestor.
  let bases: [Value?]
  /// What the ancestor of several of them has, where that is known.
  let origin: Value??

  init(own: Value?, bases: [Value?], origin: Value??) {
    self.own = own
    if let first = bases.first, bases.allSatisfy({ $0 == first }) {
      self.bases = [first]
      self.origin = nil
    } else if bases.count == 2, let origin, let left = bases.firstIndex(of: origin) {
      // Where lines crossed, both sides began with what the one of them had changed.
      self.bases = [bases[1 - left]]
      self.origin = nil
    } else {
      self.bases = bases
      self.origin = origin
    }
  }

  /// Whether the side changed it itself.
  var isChanged: Bool { bases.allSatisfy { $0 != own } }

  /// Whether another line has it as it was where the side began.
  func began(with other: Value?) -> Bool { !bases.isEmpty && bases.allSatisfy { $0 == other } }

  /// The same of something else that belongs to the thing.
  func map<Other>(_ part: (Value) throws -> Other?) rethrows -> SideVersion<Other> {
    let before: Other??
    if let origin { before = .some(try origin.flatMap(part)) } else { before = nil }
    return SideVersion<Other>(
      own: try own.flatMap(part), bases: try bases.map { try $0.flatMap(part) }, origin: before)
  }
}

extension SideVersion<JSONValue> {
  /// What all of them have at a key of an object.
  fileprivate func member(_ key: String) -> SideVersion { map { $0.objectValue?[key] } }

  /// What all of them have at a place of an array.
  fileprivate func element(_ place: Int) -> SideVersion {
    map { value in value.arrayValue.flatMap { place < $0.count ? $0[place] : nil } }
  }

  /// The arrays of the side and of what it began with, where both are.
  fileprivate var arrays: (base: [JSONValue], own: [JSONValue])? {
    guard bases.count == 1, let base = bases[0]?.arrayValue, let own = own?.arrayValue
    else { return nil }
    return (base, own)
  }
}

extension JSONValue {
  fileprivate var isContainer: Bool { objectValue != nil || arrayValue != nil }
}

/// Tells whether every value that a merge changes of the line onto which it is made is one that
/// another parent changed itself since both began.
///
/// The same value somewhere in a side is not enough: where the side never touched it, the merge
/// undoes what the line did to it since.
enum TakenOver {
  /// - Parameters:
  ///   - trunk: what the line has.
  ///   - merged: what the merge made of it.
  static func isAll(
    _ trunk: JSONValue?, _ merged: JSONValue?, _ sides: [SideVersion<JSONValue>]
  ) -> Bool {
    if trunk == merged { return true }
    if sides.contains(where: { $0.own == merged && $0.began(with: trunk) }) { return true }
    switch (trunk, merged) {
    case (.array(let old)?, .array(let new)?): return isAll(old, new, sides)
    case (.object(let old)?, .object(let new)?): return isAll(old, new, sides)
    case (.array?, _): return false
    case (.object(let old)?, nil) where !old.isEmpty: return isAll(old, JSONObject(), sides)
    case (.object(let old)?, _) where !isAll(old, JSONObject(), sides): return false
    case (_, .object(let new)?) where !new.isEmpty: return isAll(JSONObject(), new, sides)
    case (_, .array?):
      return sides.contains { side in
        side.own == merged && side.bases.allSatisfy { $0?.isContainer != true }
      }
    default: return sides.contains { $0.own == merged && $0.isChanged }
    }
  }

  private static func isAll(
    _ trunk: JSONObject, _ merged: JSONObject, _ sides: [SideVersion<JSONValue>]
  ) -> Bool {
    let removed = trunk.keys.lazy.filter { !merged.contains(key: $0) }
    return merged.allSatisfy { key, value in
      let old = trunk[key]
      return old == value || isAll(old, value, sides.map { $0.member(key) })
    } && removed.allSatisfy { key in isAll(trunk[key], nil, sides.map { $0.member(key) }) }
  }

  /// Arrays, whose elements have no places of their own: either all that the sides changed is in
  /// it, or each element is where it was in all of them.
  private static func isAll(
    _ trunk: [JSONValue], _ merged: [JSONValue], _ sides: [SideVersion<JSONValue>]
  ) -> Bool {
    var all = JSONValue.array(trunk)
    for side in sides {
      guard let (base, own) = side.arrays else { continue }
      func with(_ line: JSONValue) -> JSONValue? {
        JSONMerge.value(base: .array(base), ours: line, theirs: .array(own))
      }
      if with(.array(trunk)) == .array(merged) { return true }
      all = with(all) ?? all
    }
    if all == .array(merged) { return true }
    guard haveSamePlaces(trunk, merged) else { return false }
    let fixed = sides.filter { side in
      guard let (base, own) = side.arrays else { return false }
      return haveSamePlaces(base, trunk) && haveSamePlaces(base, own)
    }
    return merged.indices.allSatisfy { place in
      isAll(trunk[place], merged[place], fixed.map { $0.element(place) })
    }
  }

  /// Whether no element of an array came, went or moved.
  private static func haveSamePlaces(_ old: [JSONValue], _ new: [JSONValue]) -> Bool {
    if old.count != new.count { return false }
    return JSONDiff.changes(from: .array(old), to: .array(new)).allSatisfy { change in
      let tokens = change.pointer.tokens
      if let from = change.from, from.tokens.first != tokens.first { return false }
      return tokens.count > 1 || (change.before != nil && change.after != nil && !change.isMove)
    }
  }
}
