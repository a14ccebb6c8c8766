internal import Glibc

/// A stack that is as large as the work on it needs, wherever the caller runs.
///
/// Threads other than the first have 512 KiB or less, which a document of many levels and a schema
/// that goes along with it can outgrow.
enum DeepStack {
  /// Runs the body on a thread with a stack of so many bytes, and waits for it.
  ///
  /// The system only takes the memory that the body reaches. False when there is no such thread to be
  /// had; the body has not run then.
  static func run(bytes: Int, _ body: () -> Void) -> Bool {
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { start(on: bytes, UnsafeMutableRawPointer(mutating: $0)) }
    }
  }

  private static func start(on bytes: Int, _ body: UnsafeMutableRawPointer) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, bytes) == 0 else { return false }
    var thread = pthread_t()
    let outcome = pthread_create(
      &thread, &attributes,
      { body in
        body?.assumingMemoryBound(to: (() -> Void).self).pointee()
        return nil
      }, body)
    return outcome == 0 && pthread_join(thread, nil) == 0
  }
}
