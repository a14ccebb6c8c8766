import Foundation

/// Runs a body on a thread with a stack of 512 KiB, which deep recursion would exhaust.
func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws
  -> Result
{
  let box = ResultBox<Result>()
  let done = DispatchSemaphore(value: 0)
  let thread = Thread {
    box.result = Swift.Result { try body() }
    done.signal()
  }
  thread.stackSize = 512 << 10
  thread.start()
  done.wait()
  guard let result = box.result else { throw CocoaError(.coderInvalidValue) }
  return try result.get()
}

/// Written by the thread before it signals, read by the waiter after.
private final class ResultBox<Result: Sendable>: @unchecked Sendable {
  var result: Swift.Result<Result, any Error>?
}
