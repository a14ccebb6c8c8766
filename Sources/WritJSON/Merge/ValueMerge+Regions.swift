extension ValueMerge {
  /// Merges elements without a key: between elements that both sides kept, the side that changed
  /// something is taken, and both where they do not meet.
  mutating func mergeRegions(
    _ base: [JSONValue], _ ours: [JSONValue], _ theirs: [JSONValue], at path: [String]
  ) -> [JSONValue]? {
    let left = Matching(base, ours, options.identity, path)
    let right = Matching(base, theirs, options.identity, path)
    var merged: [JSONValue] = []
    var region = Region(base: 0..<0, ours: 0..<0, theirs: 0..<0)
    for place in 0...base.count {
      let isEnd = place == base.count
      guard let here = isEnd ? ours.count : left.inSide[place],
        let there = isEnd ? theirs.count : right.inSide[place]
      else { continue }
      region = Region(
        base: region.base.upperBound..<place, ours: region.ours.upperBound..<here,
        theirs: region.theirs.upperBound..<there)
      let part = merge(
        region, Sides(base: base, ours: ours, theirs: theirs, left: left, right: right), at: path)
      guard let part else { return nil }
      merged += part
      if isEnd { break }
      if let element = merge(
        base[place], ours[here], theirs[there], at: path + [String(here)])
      {
        merged.append(element)
      }
      region = Region(
        base: place..<(place + 1), ours: here..<(here + 1), theirs: there..<(there + 1))
    }
    return merged
  }

  /// What stands between two elements that both sides kept.
  private struct Region {
    var base: Range<Int>
    var ours: Range<Int>
    var theirs: Range<Int>
  }

  private struct Sides {
    let base: [JSONValue]
    let ours: [JSONValue]
    let theirs: [JSONValue]
    let left: Matching
    let right: Matching
  }

  private mutating func merge(
    _ region: Region, _ sides: Sides, at path: [String]
  ) -> [JSONValue]? {
    let old = Array(sides.base[region.base])
    let mine = Array(sides.ours[region.ours])
    let other = Array(sides.theirs[region.theirs])
    if mine == other || old == other { return mine }
    if old == mine { return other }
    let addedByOurs = region.ours.contains { sides.left.inBase[$0] == nil }
    let addedByTheirs = region.theirs.contains { sides.right.inBase[$0] == nil }
    let removedByBoth = region.base.contains {
      sides.left.inSide[$0] == nil && sides.right.inSide[$0] == nil
    }
    if addedByOurs && addedByTheirs || (addedByOurs || addedByTheirs) && removedByBoth {
      return nil
    }
    return addedByTheirs
      ? merge(region.theirs, sides.right, region.base, sides, isOurs: false, at: path)
      : merge(region.ours, sides.left, region.base, sides, isOurs: true, at: path)
  }

  /// The elements of the one side that added some, less what the other removed.
  private mutating func merge(
    _ range: Range<Int>, _ lead: Matching, _ baseRange: Range<Int>, _ sides: Sides, isOurs: Bool,
    at path: [String]
  ) -> [JSONValue]? {
    let other = isOurs ? sides.right : sides.left
    var merged: [JSONValue] = []
    for place in range {
      let value = isOurs ? sides.ours[place] : sides.theirs[place]
      guard let old = lead.inBase[place] else {
        merged.append(value)
        continue
      }
      // The other side removed it, or it would not be in a region.
      let kept = merge(
        sides.base[old], isOurs ? value : nil, isOurs ? nil : value, at: path + [String(place)])
      if let kept { merged.append(kept) }
    }
    for old in baseRange where lead.inSide[old] == nil {
      guard let place = other.inSide[old] else { continue }
      let value = isOurs ? sides.theirs[place] : sides.ours[place]
      let kept = merge(
        sides.base[old], isOurs ? nil : value, isOurs ? value : nil, at: path + [String(place)])
      // A removed element comes back only where there is a conflict about it.
      if let kept { merged.append(kept) }
    }
    return merged
  }
}

/// Which element of a side is which of the base, in order.
private struct Matching {
  private(set) var inSide: [Int?]
  private(set) var inBase: [Int?]

  init(_ base: [JSONValue], _ side: [JSONValue], _ identity: JSONIdentity, _ path: [String]) {
    let alignment = Alignment(base, side, at: path, identity: identity, likeness: .mostly)
    inSide = Array(repeating: nil, count: base.count)
    inBase = alignment.partners
    for (place, partner) in alignment.partners.enumerated() {
      guard let partner else { continue }
      if alignment.moved[place] {
        inBase[place] = nil
      } else {
        inSide[partner] = place
      }
    }
  }
}
