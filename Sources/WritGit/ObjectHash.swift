internal import Crypto

/// Computes object ids with the processor's own SHA-1.
///
/// libgit2's looks for collision attacks as well, which doubles the cost of every read. Objects
/// that came by a push or a fetch were looked at by git when they arrived.
enum ObjectHash {
  /// The id of an object.
  static func id(of content: UnsafeRawBufferPointer, as kind: ObjectKind) -> ObjectID {
    var hash = Insecure.SHA1()
    var header = Array(kind.rawValue.utf8)
    header.append(UInt8(ascii: " "))
    header.append(contentsOf: String(content.count).utf8)
    header.append(0)
    header.withUnsafeBytes { hash.update(bufferPointer: $0) }
    hash.update(bufferPointer: content)
    return hash.finalize().withUnsafeBytes { digest in
      digest.baseAddress.map { ObjectID(raw: $0) } ?? .zero
    }
  }
}
