import Writ
import WritGit
import WritJSON
import WritPolicy
import WritTrials

/// What the process tells its caller.
enum ExitStatus: Int32, Error {
  /// Done, or clean.
  case done = 0
  /// The tool, or something around it, failed.
  case failure = 1
  /// `plan --detailed-exitcode`: changes are pending.
  case changesPending = 2
  /// A policy is violated, or a verification failed.
  case refused = 3
  /// A gate, or an earlier rollback, holds the change up.
  case held = 4
  /// Stale plan, conflict or busy: retry.
  case conflict = 5
  /// Something that the verdict needs is missing.
  case unverifiable = 6
  /// The command line is wrong.
  case usage = 64

  init(_ kind: LedgerError.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .refused: .refused
      case .held: .held
      case .conflict: .conflict
      case .unverifiable: .unverifiable
      case .failure: .failure
      }
  }

  init(_ code: TrialError.Code) {
    self =
      switch code {
      case .form, .profile, .empty: .usage
      case .gateFailed, .noRecommendation, .stale: .held
      case .approval: .refused
      case .noPolicy: .failure
      }
  }

  init(_ code: GitError.Code) {
    self =
      switch code {
      case .missingObject, .corrupt: .unverifiable
      case .moved, .locked: .conflict
      case .symbolicLink, .tooMuch: .refused
      case .notARepository, .detached, .unborn, .noIdentity: .usage
      default: .failure
      }
  }
}
