import ArgumentParser
import WritPolicy

/// What every command understands that judges by the clock and changes nothing.
///
/// Commands that write a commit, a tag or an approval state the time at which they do, and hooks
/// judge at the time at which they see commits come: those take no other.
struct AsOfOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Judge as of this time instead of now: an RFC 3339 date-time, or a date, which means its \
      first second in UTC.
      """, valueName: "TIME"))
  var asOf: String?

  /// The time that was given, or nil.
  func given() throws -> Instant? { try asOf.map { try TimeOption.read($0, "--as-of") } }

  /// The time that was given, or the clock's.
  func time() throws -> Instant { try given() ?? Clock.now() }
}
