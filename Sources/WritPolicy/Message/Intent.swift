/// Why an apply is made.
public enum Intent: String, Sendable, Hashable, CaseIterable {
  /// An ordinary change.
  case apply
  /// Widens a rollout.
  case expand
  /// Goes on with a paused rollout.
  case resume
  /// Pauses a rollout.
  case pause
  /// Promotes a candidate.
  case promote
  /// Narrows a rollout or a limit.
  case constrain
  /// Keeps a rollout where it is to watch it.
  case observe
  /// Takes a change back.
  case rollback
  /// Confirms an earlier act.
  case confirm
}
