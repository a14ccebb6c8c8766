internal import Crypto
internal import Glibc

/// A file of the object store, by which a later look tells that nobody touched it.
public struct ObjectFile: Sendable, Hashable {
  /// What a file holds.
  public enum Kind: UInt8, Sendable {
    /// One object.
    case loose = 1
    /// Many objects.
    case pack = 2
    /// Where in a pack its objects are.
    case index = 3
  }

  /// What the file holds.
  public let kind: Kind
  /// The object, or the id in the name of a pack.
  public let id: ObjectID
  /// Changes when the file is written, renamed or replaced, and also when git marks it as fresh.
  public let stamp: UInt64
  /// The checksum at the end of a pack or an index; zero for a loose object.
  public let checksum: ObjectID

  /// Makes a file from its parts.
  public init(kind: Kind, id: ObjectID, stamp: UInt64, checksum: ObjectID) {
    self.kind = kind
    self.id = id
    self.stamp = stamp
    self.checksum = checksum
  }
}

extension Repository {
  /// The files that hold the repository's own objects; nil when objects are borrowed from another
  /// repository, or files have names that git does not give.
  public func objectFiles() throws(GitError) -> [ObjectFile]? {
    let top = objectFolder
    if FileSystem.exists("\(top)/info/alternates") { return nil }
    var result: [ObjectFile] = []
    for number in 0..<256 {
      let prefix = String(
        decoding: [UInt8.hexDigits[number >> 4], .hexDigits[number & 15]], as: UTF8.self)
      for entry in try FileSystem.entries(in: "\(top)/\(prefix)") where !entry.isFolder {
        // Other names are those of files that are being written.
        guard let id = ObjectID(prefix + entry.name) else { continue }
        guard let stamp = ObjectFile.stamp("\(top)/\(prefix)/\(entry.name)") else { continue }
        result.append(ObjectFile(kind: .loose, id: id, stamp: stamp, checksum: .zero))
      }
    }
    guard let packed = try packs() else { return nil }
    return result + packed
  }

  /// The packs and their indexes among them; nil when they have names that git does not give, or do
  /// not stay.
  ///
  /// A repack may run at the same time: of one listing the old pack could be gone and the new one
  /// not be there yet. Then the folder is listed anew.
  public func packs() throws(GitError) -> [ObjectFile]? {
    let folder = "\(objectFolder)/pack"
    var names = try Repository.packNames(folder)
    for _ in 0..<4 {
      guard names.allSatisfy({ ObjectFile.packID($0) != nil }) else { return nil }
      let files = try Repository.packedFiles(folder, names)
      let later = try Repository.packNames(folder)
      if let files, later == names { return files }
      names = later
    }
    return nil
  }

  private static func packNames(_ folder: String) throws(GitError) -> [String] {
    try FileSystem.names(in: folder).filter { ObjectFile.packKind($0) != nil }
  }

  /// Nil when one of them is gone.
  private static func packedFiles(
    _ folder: String, _ names: [String]
  ) throws(GitError) -> [ObjectFile]? {
    var result: [ObjectFile] = []
    for name in names {
      let path = "\(folder)/\(name)"
      guard let kind = ObjectFile.packKind(name), let id = ObjectFile.packID(name),
        let stamp = ObjectFile.stamp(path), let checksum = try ObjectFile.checksum(path)
      else { return nil }
      result.append(ObjectFile(kind: kind, id: id, stamp: stamp, checksum: checksum))
    }
    return result
  }

  /// Whether a file holds what it held when it had this checksum; a pack that is gone does not, as
  /// after a repack.
  public func isIntact(_ file: ObjectFile) throws(GitError) -> Bool {
    switch file.kind {
    case .loose: return try objects().isIntact(file.id)
    case .pack, .index:
      let ending = file.kind == .pack ? "pack" : "idx"
      let path = "\(objectFolder)/pack/pack-\(file.id).\(ending)"
      guard let (computed, written) = try ObjectFile.checksums(path) else { return false }
      return computed == written && written == file.checksum
    }
  }
}

extension ObjectDatabase {
  /// Whether an object can be read and has its id.
  func isIntact(_ id: ObjectID) throws(GitError) -> Bool {
    do throws(GitError) {
      let kind = try header(id).kind
      return try withContent(of: id, as: kind) { _ in true }
    } catch {
      guard error.code == .missingObject || error.code == .corrupt else { throw error }
      return false
    }
  }
}

extension ObjectFile {
  fileprivate static func packKind(_ name: String) -> Kind? {
    if name.hasSuffix(".pack") { return .pack }
    return name.hasSuffix(".idx") ? .index : nil
  }

  fileprivate static func packID(_ name: String) -> ObjectID? {
    guard name.hasPrefix("pack-") else { return nil }
    return ObjectID(name.dropFirst(5).prefix { $0 != "." })
  }

  /// Mixes what the system says of a file; nil when it is gone.
  fileprivate static func stamp(_ path: String) -> UInt64? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    let parts = [
      UInt64(status.st_ino), UInt64(bitPattern: Int64(status.st_size)),
      UInt64(bitPattern: Int64(status.st_mtim.tv_sec)),
      UInt64(bitPattern: Int64(status.st_mtim.tv_nsec)),
      UInt64(bitPattern: Int64(status.st_ctim.tv_sec)),
      UInt64(bitPattern: Int64(status.st_ctim.tv_nsec)),
    ]
    return parts.reduce(0xCBF2_9CE4_8422_2325) { mixed, part in
      let product = (mixed ^ part) &* 0x9E37_79B9_7F4A_7C15
      return product ^ (product >> 29)
    }
  }

  /// The last 20 bytes of a file; nil when it is gone.
  fileprivate static func checksum(_ path: String) throws(GitError) -> ObjectID? {
    try withFile(path) { (descriptor, size) throws(GitError) in
      try lastBytes(descriptor, size, path)
    }
  }

  /// The SHA-1 of all but the last 20 bytes, and these; nil when the file is gone.
  fileprivate static func checksums(
    _ path: String
  ) throws(GitError) -> (computed: ObjectID, written: ObjectID)? {
    try withFile(path) { (descriptor, size) throws(GitError) in
      var hash = Insecure.SHA1()
      var chunk = [UInt8](repeating: 0, count: 1 << 18)
      var position = 0
      while position < size - 20 {
        let wanted = min(chunk.count, size - 20 - position)
        let count = chunk.withUnsafeMutableBytes {
          pread(descriptor, $0.baseAddress, wanted, off_t(position))
        }
        guard count > 0 else { throw SystemFailure.last("Cannot read '\(path)'") }
        chunk.withUnsafeBytes {
          hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count]))
        }
        position += count
      }
      let computed = hash.finalize().withUnsafeBytes {
        $0.baseAddress.map { ObjectID(raw: $0) } ?? .zero
      }
      return (computed, try lastBytes(descriptor, size, path))
    }
  }

  private static func lastBytes(
    _ descriptor: Int32, _ size: Int, _ path: String
  ) throws(GitError) -> ObjectID {
    guard size >= 20 else { return .zero }
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = bytes.withUnsafeMutableBytes {
      pread(descriptor, $0.baseAddress, 20, off_t(size - 20))
    }
    guard count == 20 else { throw SystemFailure.last("Cannot read '\(path)'") }
    return ObjectID(bytes: bytes) ?? .zero
  }

  /// Nil when there is no such file.
  private static func withFile<Result>(
    _ path: String, _ body: (Int32, Int) throws(GitError) -> Result
  ) throws(GitError) -> Result? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0, errno == ENOENT { return nil }
    guard descriptor >= 0 else { throw SystemFailure.last("Cannot open '\(path)'") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure.last("Cannot read '\(path)'") }
    return try body(descriptor, Int(status.st_size))
  }
}
