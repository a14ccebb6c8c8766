internal import CWritShim

/// An object that was read, with its content.
final class PackedObject {
  let kind: ObjectKind
  let bytes: UnsafeRawBufferPointer
  /// The id that the content was found to have.
  var id: ObjectID?

  /// Takes `bytes` over.
  init(_ kind: ObjectKind, owning bytes: UnsafeMutableRawBufferPointer) {
    self.kind = kind
    self.bytes = UnsafeRawBufferPointer(bytes)
  }

  deinit { bytes.deallocate() }
}

/// Reads objects of packs for one thread.
final class PackReader {
  private let files: PackFiles
  private let inflater: OpaquePointer
  private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  /// Trees are asked for again at once, and what files are changes of after many other commits.
  private var trees: RecentObjects
  private var others: RecentObjects
  private var readSinceRelease = 0
  /// The trees that were asked for last: neighbours in a history share most of theirs.
  private var latestTrees = [PackedObject?](repeating: nil, count: 128)
  private var latestPlace: (id: ObjectID, pack: Int, offset: Int)?

  /// Larger objects are left to libgit2.
  private static let sizeLimit = 32 << 20
  /// No pack of git has longer chains of changes.
  private static let depthLimit = 4_096
  /// After so many bytes were read from packs their pages are given back.
  private let residentLimit: Int
  /// zlib is fastest where it need not look how much room is left.
  private static let slack = 272

  /// Nil without memory.
  init?(_ files: PackFiles, _ memory: PackMemory) {
    guard let inflater = writ_inflater_make() else { return nil }
    trees = RecentObjects(limit: memory == .much ? 3 << 20 : 1 << 20)
    others = RecentObjects(limit: memory == .much ? 3 << 20 : 1 << 19)
    residentLimit = memory == .much ? 16 << 20 : 2 << 20
    self.files = files
    self.inflater = inflater
  }

  deinit {
    writ_inflater_free(inflater)
    scratch.deallocate()
  }

  /// An object whose content has its id; nil when it is not in a pack, or damaged there.
  func object(_ id: ObjectID) -> PackedObject? {
    let slot = id.slot(of: latestTrees.count)
    if let object = latestTrees[slot], object.id == id { return object }
    guard let (pack, offset) = place(of: id), let object = object(at: offset, pack) else {
      return nil
    }
    if object.id != id {
      guard ObjectHash.id(of: object.bytes, as: object.kind) == id else { return nil }
      object.id = id
    }
    if object.kind == .tree, object.bytes.count < 1 << 16 { latestTrees[slot] = object }
    return object
  }

  /// Whether an object is in a pack.
  func contains(_ id: ObjectID) -> Bool { place(of: id) != nil }

  /// The type and the size of an object; nil when it is not in a pack, or damaged there.
  ///
  /// What is stored as a change of another object is read, as whoever asks mostly wants the content
  /// next, and is kept for that.
  func header(_ id: ObjectID) -> (kind: ObjectKind, size: Int)? {
    guard let (number, offset) = place(of: id) else { return nil }
    if let known = recent(offset, number) { return (known.kind, known.bytes.count) }
    guard let entry = files.packs[number].entry(at: offset) else { return nil }
    if case .whole(let kind) = entry.kind { return (kind, entry.size) }
    return object(at: offset, number).map { ($0.kind, $0.bytes.count) }
  }

  private func place(of id: ObjectID) -> (pack: Int, offset: Int)? {
    // Whoever asks for a header mostly wants the content next.
    if let latest = latestPlace, latest.id == id { return (latest.pack, latest.offset) }
    for (number, pack) in files.packs.enumerated() {
      guard let offset = pack.offset(of: id) else { continue }
      latestPlace = (id, number, offset)
      return (number, offset)
    }
    return nil
  }

  // MARK: Entries

  /// The object at an offset, made of whatever it is a change of.
  private func object(at offset: Int, _ number: Int) -> PackedObject? {
    let pack = files.packs[number]
    var changes: [(entry: PackFile.Entry, offset: Int)] = []
    var position = offset
    while true {
      if let known = recent(position, number) { return apply(changes, to: known, number) }
      guard let entry = pack.entry(at: position), entry.size <= PackReader.sizeLimit else {
        return nil
      }
      switch entry.kind {
      case .delta(let base):
        guard changes.count < PackReader.depthLimit else { return nil }
        changes.append((entry, position))
        position = base
      case .whole(let kind):
        guard let object = whole(entry, kind, pack) else { return nil }
        if !changes.isEmpty || kind == .tree { keep(object, position, number) }
        return apply(changes, to: object, number)
      }
    }
  }

  private func whole(
    _ entry: PackFile.Entry, _ kind: ObjectKind, _ pack: PackFile
  ) -> PackedObject? {
    guard let content = inflate(entry, pack) else { return nil }
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: entry.size, alignment: 8)
    bytes.copyMemory(from: content)
    return PackedObject(kind, owning: bytes)
  }

  private func apply(
    _ changes: [(entry: PackFile.Entry, offset: Int)], to base: PackedObject, _ number: Int
  ) -> PackedObject? {
    var object = base
    for (entry, offset) in changes.reversed() {
      guard let delta = inflate(entry, files.packs[number]),
        let bytes = Delta.apply(delta, to: object.bytes, limit: PackReader.sizeLimit)
      else { return nil }
      object = PackedObject(object.kind, owning: bytes)
      keep(object, offset, number)
    }
    return object
  }

  /// The data of an entry, to be read until the next call.
  private func inflate(_ entry: PackFile.Entry, _ pack: PackFile) -> UnsafeRawBufferPointer? {
    let room = entry.size + PackReader.slack
    if scratch.count < room {
      scratch.deallocate()
      scratch = .allocate(byteCount: max(room, 2 * entry.size), alignment: 16)
    }
    let data = pack.data(from: entry.data)
    let count = writ_inflate(inflater, data.baseAddress, data.count, scratch.baseAddress, room)
    guard count == entry.size else { return nil }
    readSinceRelease += 64 + entry.size / 2
    if readSinceRelease > residentLimit {
      for pack in files.packs { pack.release() }
      readSinceRelease = 0
    }
    return UnsafeRawBufferPointer(rebasing: scratch[..<entry.size])
  }

  // MARK: Memory

  private func key(_ offset: Int, _ number: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: number) << 48 | UInt64(truncatingIfNeeded: offset)
  }

  private func recent(_ offset: Int, _ number: Int) -> PackedObject? {
    let key = key(offset, number)
    return trees[key] ?? others[key]
  }

  private func keep(_ object: PackedObject, _ offset: Int, _ number: Int) {
    let key = key(offset, number)
    if object.kind == .tree { trees[key] = object } else { others[key] = object }
  }
}

/// Objects by their places in packs, of which the ones that were asked for last are kept.
///
/// There are two halves: when the younger one is full it becomes the older one, whose objects go
/// unless they are asked for.
private struct RecentObjects {
  private let limit: Int
  private var young: [UInt64: PackedObject] = [:]
  private var old: [UInt64: PackedObject] = [:]
  private var size = 0

  /// What an object takes beside its content.
  private static let overhead = 128

  /// - Parameter limit: how many bytes each half holds.
  init(limit: Int) { self.limit = limit }

  subscript(key: UInt64) -> PackedObject? {
    mutating get {
      if let object = young[key] { return object }
      guard let object = old.removeValue(forKey: key) else { return nil }
      insert(object, key)
      return object
    }
    set {
      if let newValue { insert(newValue, key) }
    }
  }

  private mutating func insert(_ object: PackedObject, _ key: UInt64) {
    if object.bytes.count > limit / 4 { return }
    if size > limit {
      old = young
      young = [:]
      size = 0
    }
    size += object.bytes.count + RecentObjects.overhead
    young[key] = object
  }
}
