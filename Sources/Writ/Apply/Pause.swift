internal import Glibc

/// Waits a moment before a lost race is run again.
enum Pause {
  static func milliseconds(_ count: UInt32) { usleep(count * 1_000) }
}
