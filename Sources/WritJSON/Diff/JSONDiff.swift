/// Compares documents by value.
public enum JSONDiff {
  /// The smallest places where two values differ, in the document order of `to`; what was removed
  /// stands where it stood in `from`.
  ///
  /// Objects are compared by key; a value that changes its kind is one change. The elements of an
  /// array are matched by the key that identifies them, else by the longest common subsequence, so
  /// an element that came, went or moved is one change. Numbers that differ in spelling alone, and
  /// members in another order, are no change.
  ///
  /// Pointers of changes and additions are those of `to`, pointers of removals those of `from`.
  public static func changes(
    from: JSONValue, to: JSONValue, identity: JSONIdentity = .default
  ) -> [JSONChange] {
    var list = ChangeList(identity: identity)
    list.append(from, to, Place())
    return list.changes
  }

  /// The places where two values differ, arrays compared index by index.
  ///
  /// Each pointer says the same in both documents: what is there before and what after. So when all
  /// of them have the values of a third document, the places that differ are those of the third.
  public static func changesByPlace(from: JSONValue, to: JSONValue) -> [JSONChange] {
    var list = ChangeList(identity: nil)
    list.append(from, to, Place())
    return list.changes
  }
}

/// A place in the old and in the new document.
private struct Place {
  var old: [String] = []
  var new: [String] = []

  func member(_ key: String) -> Place { Place(old: old + [key], new: new + [key]) }

  func element(_ old: Int, _ new: Int) -> Place {
    Place(old: self.old + [String(old)], new: self.new + [String(new)])
  }
}

/// Gathers changes; without an identity rule arrays are compared by index.
private struct ChangeList {
  let identity: JSONIdentity?
  private(set) var changes: [JSONChange] = []

  init(identity: JSONIdentity?) { self.identity = identity }

  mutating func append(_ before: JSONValue, _ after: JSONValue, _ place: Place) {
    switch (before, after) {
    case (.object(let old), .object(let new)): appendMembers(old, new, place)
    case (.array(let old), .array(let new)):
      if let identity {
        appendElements(old, new, place, identity)
      } else {
        appendElementsByPlace(old, new, place)
      }
    default:
      if before != after { appendChange(before, after, place) }
    }
  }

  private mutating func appendChange(
    _ before: JSONValue, _ after: JSONValue, _ place: Place, isMove: Bool = false
  ) {
    let pointer = JSONPointer(tokens: place.new)
    let old = JSONPointer(tokens: place.old)
    changes.append(
      JSONChange(
        pointer: pointer, before: before, after: after, from: old == pointer ? nil : old,
        isMove: isMove))
  }

  private mutating func appendRemoval(_ value: JSONValue, _ token: String, _ place: Place) {
    let pointer = JSONPointer(tokens: place.old + [token])
    changes.append(JSONChange(pointer: pointer, before: value, after: nil))
  }

  private mutating func appendAddition(_ value: JSONValue, _ token: String, _ place: Place) {
    let pointer = JSONPointer(tokens: place.new + [token])
    changes.append(JSONChange(pointer: pointer, before: nil, after: value))
  }

  // MARK: Objects

  private mutating func appendMembers(_ old: JSONObject, _ new: JSONObject, _ place: Place) {
    var removed = Self.removals(old, new)
    if !removed.isEmpty {
      for member in removed.removeValue(forKey: nil) ?? [] {
        appendRemoval(member.value, member.key, place)
      }
    }
    for member in new {
      guard let value = old[member.key] else {
        appendAddition(member.value, member.key, place)
        continue
      }
      if member.value.isScalar || value.isScalar {
        if value != member.value { appendChange(value, member.value, place.member(member.key)) }
      } else {
        append(value, member.value, place.member(member.key))
      }
      if removed.isEmpty { continue }
      for gone in removed.removeValue(forKey: ByteString(member.key)) ?? [] {
        appendRemoval(gone.value, gone.key, place)
      }
    }
  }

  /// The members that went, by the key that stayed before them.
  private static func removals(
    _ old: JSONObject, _ new: JSONObject
  ) -> [ByteString?: [JSONObject.Element]] {
    var removed: [ByteString?: [JSONObject.Element]] = [:]
    var anchor: ByteString?
    for member in old {
      if new.contains(key: member.key) {
        anchor = ByteString(member.key)
      } else {
        removed[anchor, default: []].append(member)
      }
    }
    return removed
  }

  // MARK: Arrays

  private mutating func appendElements(
    _ old: [JSONValue], _ new: [JSONValue], _ place: Place, _ identity: JSONIdentity
  ) {
    if old == new { return }
    let alignment = Alignment(old, new, at: place.new, identity: identity)
    var next = 0
    for (index, value) in new.enumerated() {
      guard let partner = alignment.partners[index] else {
        appendAddition(value, String(index), place)
        continue
      }
      if alignment.moved[index] {
        appendChange(old[partner], value, place.element(partner, index), isMove: true)
        continue
      }
      appendRemovals(old, next..<partner, alignment, place)
      next = partner + 1
      append(old[partner], value, place.element(partner, index))
    }
    appendRemovals(old, next..<old.count, alignment, place)
  }

  private mutating func appendRemovals(
    _ old: [JSONValue], _ range: Range<Int>, _ alignment: Alignment, _ place: Place
  ) {
    for gone in range where !alignment.kept[gone] {
      appendRemoval(old[gone], String(gone), place)
    }
  }

  private mutating func appendElementsByPlace(
    _ old: [JSONValue], _ new: [JSONValue], _ place: Place
  ) {
    for (index, pair) in zip(old, new).enumerated() {
      append(pair.0, pair.1, place.element(index, index))
    }
    let shorter = min(old.count, new.count)
    for index in shorter..<old.count { appendRemoval(old[index], String(index), place) }
    for index in shorter..<new.count { appendAddition(new[index], String(index), place) }
  }
}
