import Glibc
import Writ
import WritGit
import WritPolicy

extension Ledger {
  /// The ledger of the repository around the current folder, or the one that git's hooks name in
  /// the environment.
  ///
  /// - Parameter time: what is taken for now by a command that changes nothing.
  static func open(recovering: Bool = true, asOf time: Instant? = nil) throws -> Ledger {
    let ledger = try Ledger(Repository.open(environment: true), .process(asOf: time))
    ledger.observer = .terminal
    guard recovering else { return ledger }
    do {
      for message in try ledger.recoverIfIdle() { Output.message("note: \(message)") }
    } catch {
      Output.message("note: An unfinished apply could not be looked after yet: \(error)")
    }
    return ledger
  }
}

extension Surroundings {
  /// The clock, the environment and the chance of this process.
  static var process: Surroundings { process(asOf: nil) }

  /// The same, with another time for now where one is given.
  fileprivate static func process(asOf time: Instant?) -> Surroundings {
    Surroundings(
      now: { time ?? Clock.now() }, offset: Clock.offset(),
      random: {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next())
      },
      author: identity("GIT_AUTHOR"), committer: identity("GIT_COMMITTER"), tool: Version.text,
      tell: { Output.message($0) })
  }

  private static func identity(_ prefix: String) -> Surroundings.Identity? {
    guard let name = Environment.value("\(prefix)_NAME"),
      let mail = Environment.value("\(prefix)_EMAIL")
    else { return nil }
    return (Signature.cleaned(name), Signature.cleaned(mail))
  }
}

/// The system's clock.
enum Clock {
  static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: time.tv_nsec / 1_000_000 * 1_000_000)
  }

  /// Minutes east of UTC.
  static func offset() -> Int {
    var time = time(nil)
    var parts = tm()
    localtime_r(&time, &parts)
    return parts.tm_gmtoff / 60
  }
}
