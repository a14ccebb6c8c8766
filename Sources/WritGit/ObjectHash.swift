internal import CWritDigest

/// Computes object ids with the processor's own SHA-1.
///
/// libgit2's looks for collision attacks as well, which doubles the cost of every read. Objects
/// that came by a push or a fetch were looked at by git when they arrived.
enum ObjectHash {
  /// The id of an object.
  static func id(of content: UnsafeRawBufferPointer, as kind: ObjectKind) -> ObjectID {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { space in
      let header = fill(UnsafeMutableRawBufferPointer(rebasing: space[..<32]), kind, content.count)
      let digest = UnsafeMutableRawBufferPointer(rebasing: space[32...])
      digest.withMemoryRebound(to: UInt8.self) {
        writ_sha1(
          header.baseAddress, header.count, content.baseAddress, content.count, $0.baseAddress)
      }
      return digest.baseAddress.map { ObjectID(raw: $0) } ?? .zero
    }
  }

  /// Writes what stands before the content: the type, a space, the size and a NUL.
  private static func fill(
    _ header: UnsafeMutableRawBufferPointer, _ kind: ObjectKind, _ size: Int
  ) -> UnsafeRawBufferPointer {
    let name: StaticString =
      switch kind {
      case .commit: "commit "
      case .tree: "tree "
      case .blob: "blob "
      case .tag: "tag "
      }
    var end = header.count - 1
    var rest = size
    header[end] = 0
    repeat {
      end -= 1
      header[end] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    } while rest > 0
    end -= name.utf8CodeUnitCount
    for place in 0..<name.utf8CodeUnitCount { header[end + place] = name.utf8Start[place] }
    return UnsafeRawBufferPointer(rebasing: header[end...])
  }
}
