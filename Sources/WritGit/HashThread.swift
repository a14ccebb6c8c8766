internal import Glibc

/// Computes the id of a large object on a thread of its own, while the content is read already.
final class HashThread {
  private let content: UnsafeRawBufferPointer
  private let kind: ObjectKind
  private var found: ObjectID = .zero
  private var thread: pthread_t?

  /// Below this many bytes a thread costs more than the hash.
  static let worthwhile = 1 << 18

  /// Begins; the content must stay where it is until `id` was called.
  init(_ content: UnsafeRawBufferPointer, as kind: ObjectKind) {
    self.content = content
    self.kind = kind
    var started = pthread_t()
    let status = pthread_create(
      &started, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<HashThread>.fromOpaque(argument).takeUnretainedValue().compute()
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
    if status == 0 { thread = started }
  }

  private func compute() { found = ObjectHash.id(of: content, as: kind) }

  /// Waits for the id; computes it here where no thread could be started.
  func id() -> ObjectID {
    if let thread { pthread_join(thread, nil) } else { compute() }
    thread = nil
    return found
  }
}
