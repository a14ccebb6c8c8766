/// Compares two versions of a document as they were read; what has the same bytes is passed over.
struct VersionComparison {
  private(set) var touches: [JSONTouch] = []
  /// The pointer to what is being compared.
  private var path: [UInt8] = []
  private let identity: JSONIdentity

  init(identity: JSONIdentity) { self.identity = identity }

  /// Compares two values at one place; the depth of the reader bounds the recursion.
  mutating func compare(_ old: JSONNode, _ new: JSONNode) {
    if old.hasSameBytes(as: new) { return }
    switch (old.kind, new.kind) {
    case (.object, .object): compareMembers(old, new)
    case (.array, .array): compareElements(old, new)
    case (.object, _), (.array, _), (_, .object), (_, .array): note(.changed, old, new)
    default: if old.value != new.value { note(.changed, old, new) }
    }
  }

  private mutating func note(_ kind: JSONTouch.Kind, _ old: JSONNode?, _ new: JSONNode?) {
    touches.append(JSONTouch(kind: kind, pointer: path, old: old, new: new))
  }

  private mutating func descend(into token: some Sequence<UInt8>, _ body: (inout Self) -> Void) {
    let length = path.count
    path.append(UInt8(ascii: "/"))
    for byte in token {
      switch byte {
      case UInt8(ascii: "~"): path += [byte, UInt8(ascii: "0")]
      case UInt8(ascii: "/"): path += [UInt8(ascii: "~"), UInt8(ascii: "1")]
      default: path.append(byte)
      }
    }
    body(&self)
    path.removeLast(path.count - length)
  }

  // MARK: Objects

  private mutating func compareMembers(_ old: JSONNode, _ new: JSONNode) {
    let members = Array(old.members)
    var pairing = MemberPairing(members)
    for member in new.members {
      let partner = pairing.partner(of: member)
      if let partner, members[partner].value.hasSameBytes(as: member.value) { continue }
      descend(into: member.key.utf8) { inner in
        if let partner {
          inner.compare(members[partner].value, member.value)
        } else {
          inner.note(.added, nil, member.value)
        }
      }
    }
    for (place, member) in members.enumerated() where !pairing.isPaired[place] {
      descend(into: member.key.utf8) { $0.note(.removed, member.value, nil) }
    }
    // A container that is empty now is a value of its own.
    if new.isEmptyContainer, !members.isEmpty { note(.changed, old, new) }
  }

  // MARK: Arrays

  private mutating func compareElements(_ before: JSONNode, _ after: JSONNode) {
    let old = Array(before.elements)
    let new = Array(after.elements)
    let shorter = min(old.count, new.count)
    var start = 0
    while start < shorter, old[start].hasSameBytes(as: new[start]) { start += 1 }
    var tail = 0
    while tail < shorter - start,
      old[old.count - 1 - tail].hasSameBytes(as: new[new.count - 1 - tail])
    {
      tail += 1
    }
    let gone = start..<(old.count - tail)
    let come = start..<(new.count - tail)
    var partners: [Int?] = new.indices.map { $0 < start ? $0 : $0 - new.count + old.count }
    let found = partnersInside(old, gone, new, come)
    for (place, partner) in zip(come, found) { partners[place] = partner }
    noteOrder(partners, old, new)
    noteElements(old, gone, new, come, partners)
    if new.isEmpty, !old.isEmpty { note(.changed, before, after) }
  }

  /// The partners of the elements between what both versions begin and end with.
  private func partnersInside(
    _ old: [JSONNode], _ gone: Range<Int>, _ new: [JSONNode], _ come: Range<Int>
  ) -> [Int?] {
    if gone.isEmpty || come.isEmpty { return come.map { _ in nil } }
    if gone.count == 1, come.count == 1 {
      let keeps = keepsIdentity(old[gone.lowerBound], new[come.lowerBound])
      if keeps == true { return [gone.lowerBound] }
    }
    guard let key = identity.key(forNodes: [old, new], declared: declaredKey) else {
      let alignment = Alignment(old[gone].map(\.value), new[come].map(\.value), key: nil)
      return alignment.partners.map { $0.map { $0 + gone.lowerBound } }
    }
    if gone.count == come.count {
      let isInPlace = zip(gone, come).allSatisfy { left, right in
        old[left].hasSameBytes(as: new[right]) || old[left][key]?.value == new[right][key]?.value
      }
      if isInPlace { return gone.map { $0 } }
    }
    // Nothing but the names of the elements matters, so values are made of nothing else.
    let names = [old[gone], new[come]].map { $0.map { $0[key]?.value ?? .null } }
    return Alignment(oldNames: names[0], newNames: names[1], key: key).partners
      .map { $0.map { $0 + gone.lowerBound } }
  }

  /// Whether two elements are one whichever member identifies them; nil when that must be found out.
  private func keepsIdentity(_ old: JSONNode, _ new: JSONNode) -> Bool? {
    guard old.kind == .object, new.kind == .object else { return nil }
    let keys = identity.keys + [declaredKey].compactMap { $0 }
    return keys.allSatisfy { old[$0]?.value == new[$0]?.value } ? true : nil
  }

  /// The member that is declared for the elements of the array at hand.
  private var declaredKey: String? {
    if identity.declarations.isEmpty { return nil }
    do throws(JSONError) {
      let pointer = try JSONPointer(parsing: String(decoding: path, as: UTF8.self))
      return identity.declarations.first { $0.matches(pointer.tokens) }?.key
    } catch {
      return nil
    }
  }

  private mutating func noteOrder(_ partners: [Int?], _ old: [JSONNode], _ new: [JSONNode]) {
    var runs: [JSONRun] = []
    for (place, partner) in partners.enumerated() {
      guard let partner else { continue }
      if let last = runs.last, last.new + last.count == place, last.old + last.count == partner {
        runs[runs.count - 1] = JSONRun(old: last.old, new: last.new, count: last.count + 1)
      } else {
        runs.append(JSONRun(old: partner, new: place, count: 1))
      }
    }
    if runs.contains(where: { $0.old != $0.new }) { note(.reordered(runs), nil, nil) }
  }

  private mutating func noteElements(
    _ old: [JSONNode], _ gone: Range<Int>, _ new: [JSONNode], _ come: Range<Int>,
    _ partners: [Int?]
  ) {
    for place in come {
      descend(into: String(place).utf8) { inner in
        if let partner = partners[place] {
          inner.compare(old[partner], new[place])
        } else {
          inner.note(.added, nil, new[place])
        }
      }
    }
    let kept = Set(come.compactMap { partners[$0] })
    for place in gone where !kept.contains(place) {
      descend(into: String(place).utf8) { $0.note(.removed, old[place], nil) }
    }
  }
}

/// Finds the members of one object among those of another, which mostly stand in the same order.
private struct MemberPairing {
  private let members: [JSONNode.Member]
  private(set) var isPaired: [Bool]
  private var next = 0
  private var places: [ByteString: Int]?

  init(_ members: [JSONNode.Member]) {
    self.members = members
    isPaired = Array(repeating: false, count: members.count)
  }

  mutating func partner(of member: JSONNode.Member) -> Int? {
    guard let place = place(of: member) else { return nil }
    isPaired[place] = true
    next = place + 1
    return place
  }

  private mutating func place(of member: JSONNode.Member) -> Int? {
    for place in next..<min(next + 2, members.count)
    where members[place].keyNode.hasSameBytes(as: member.keyNode) {
      return place
    }
    if places == nil {
      var found = [ByteString: Int](minimumCapacity: members.count)
      for (place, member) in members.enumerated() { found[ByteString(member.key)] = place }
      places = found
    }
    return places?[ByteString(member.key)]
  }
}

extension JSONIdentity {
  /// As `key(for:at:)`, for elements as they were read.
  func key(forNodes versions: [[JSONNode]], declared: String?) -> String? {
    guard versions.contains(where: { !$0.isEmpty }),
      versions.allSatisfy({ $0.allSatisfy { $0.kind == .object } })
    else { return nil }
    return ([declared].compactMap { $0 } + keys).first { key in
      versions.allSatisfy { Self.identifies(key, $0) }
    }
  }

  private static func identifies(_ key: String, _ elements: [JSONNode]) -> Bool {
    var seen = Set<JSONValue>(minimumCapacity: elements.count)
    return elements.allSatisfy { element in
      guard let name = element[key], name.kind == .string || name.kind == .number else {
        return false
      }
      return seen.insert(name.value).inserted
    }
  }
}

extension JSONNode {
  /// Whether this is an object without members or an array without elements.
  package var isEmptyContainer: Bool {
    switch kind {
    case .object: members.first { _ in true } == nil
    case .array: elements.first { _ in true } == nil
    default: false
    }
  }

  /// Whether the source of both values is the same, byte for byte.
  ///
  /// Then the values are the same, too.
  package func hasSameBytes(as other: JSONNode) -> Bool {
    let range = byteRange
    let theirs = other.byteRange
    guard range.count == theirs.count else { return false }
    return storage.bytes.withUnsafeBytes { left in
      other.storage.bytes.withUnsafeBytes { right in
        ByteScan.areEqual(left, range.lowerBound, right, theirs.lowerBound, count: range.count)
      }
    }
  }
}
