import Glibc
import Synchronization
import WritGit

/// Work that is done side by side.
enum Threads {
  /// More threads than this bring nothing for a handful of files.
  private static let limit = 8

  /// The results of `work` for each element, in their order; the first error in that order is thrown.
  static func map<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ work: @escaping @Sendable (Element) throws -> Value
  ) throws -> [Value] {
    let count = min(elements.count, Threads.limit, Processors.count)
    guard count > 1 else { return try elements.map(work) }
    let queue = Queue(elements, work)
    // Those that cannot be started leave their share to this one.
    let started = (1..<count).compactMap { _ in Threads.start { queue.run() } }
    queue.run()
    for thread in started { pthread_join(thread, nil) }
    return try queue.results()
  }

  /// What is still to be done, and what came of the rest.
  private final class Queue<Element: Sendable, Value: Sendable>: Sendable {
    private let elements: [Element]
    private let work: @Sendable (Element) throws -> Value
    private let state = Mutex(State())

    private struct State {
      var next = 0
      var found: [Int: Result<Value, any Error>] = [:]
    }

    init(_ elements: [Element], _ work: @escaping @Sendable (Element) throws -> Value) {
      self.elements = elements
      self.work = work
    }

    func run() {
      while let index = take() {
        let result = Result { try work(elements[index]) }
        state.withLock { $0.found[index] = result }
      }
    }

    private func take() -> Int? {
      state.withLock { state in
        guard state.next < elements.count else { return nil }
        state.next += 1
        return state.next - 1
      }
    }

    func results() throws -> [Value] {
      try state.withLock { state in
        try elements.indices.compactMap { try state.found[$0]?.get() }
      }
    }
  }

  /// Carries the work of a thread over to it.
  private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts work that nobody waits for.
  static func detached(_ work: @escaping @Sendable () -> Void) {
    if let thread = start(work) { pthread_detach(thread) }
  }

  private static func start(_ work: @escaping @Sendable () -> Void) -> pthread_t? {
    let body = Unmanaged.passRetained(Body(work))
    var thread = pthread_t()
    let failed = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard failed == 0 else {
      body.release()
      return nil
    }
    return thread
  }
}
