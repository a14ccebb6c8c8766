internal import CWritShim
internal import Glibc

/// The processors on which the process may run.
public enum Processors {
  /// How many they are, which may be fewer than the machine has.
  public static var count: Int {
    let allowed = Int(writ_processors())
    return allowed > 0 ? allowed : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// Makes a thread that was just started take its memory in larger steps.
  public static func prepareThread() { writ_prepare_thread_memory() }
}
