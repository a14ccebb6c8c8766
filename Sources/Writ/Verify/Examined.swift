import WritGit
import WritPolicy

/// An apply as verification remembers it, for checkpoints and for later uses of its id.
struct VerifiedApply: Sendable, Equatable {
  let id: ULID
  /// The commit that brought it.
  let commit: ObjectID
  /// The commit that it was made on.
  let base: ObjectID
  /// The branch that it was made on, by its full name.
  let branch: String
  /// How many automatic checkpoints the rules kept.
  let kept: Int
  /// Whether it made a checkpoint on a protected branch, so that there is, or was, a tag.
  let hasCheckpoint: Bool
}

/// What was found of one commit of the walk.
struct Examined: Sendable {
  enum Outcome: Sendable {
    /// It changes neither policy nor governance.
    case other
    /// It has this status.
    case judged(VerifyStatus)
    /// The verdict needs to know the history: it is judged when that is walked.
    case deferred
  }

  let number: Int
  let id: ObjectID
  var outcome: Outcome
  /// Whether rules judged it.
  var hasRules = false
  /// Whether nothing but the commit holds what its record says of who and why.
  var isTakenAtItsWord = false
  /// The values that it brings.
  var brought: [BroughtValue] = []
  /// What most commits have nothing of.
  private var rest: Rest?

  /// A history has many commits, and each is kept until all of it is known.
  private final class Rest: Sendable {
    let rare: Rare
    init(_ rare: Rare) { self.rare = rare }
  }

  /// What few commits have.
  struct Rare: Sendable {
    /// Set for a violation and for what cannot be verified.
    var problem: VerifyProblem?
    var applies: [VerifiedApply] = []
    /// What it states of values that were rolled back.
    var facts: [StatedFact] = []
    /// The values that it took away as a rollback, as marks of this process.
    var undone: [Int] = []
    /// The commit with which it lands, when that is another one.
    var landing: ObjectID?

    fileprivate var isEmpty: Bool {
      problem == nil && applies.isEmpty && facts.isEmpty && undone.isEmpty && landing == nil
    }
  }

  init(number: Int, id: ObjectID, outcome: Outcome, problem: VerifyProblem? = nil) {
    self.number = number
    self.id = id
    self.outcome = outcome
    if problem != nil { rare = Rare(problem: problem) }
  }

  /// What few commits have; to be set once, as it is copied.
  var rare: Rare {
    get { rest?.rare ?? Rare() }
    set { rest = newValue.isEmpty ? nil : Rest(newValue) }
  }

  var problem: VerifyProblem? { rest?.rare.problem }
  var applies: [VerifiedApply] { rest?.rare.applies ?? [] }
  var facts: [StatedFact] { rest?.rare.facts ?? [] }
  var undone: [Int] { rest?.rare.undone ?? [] }
  var landing: ObjectID? { rest?.rare.landing }
}

/// A value that a commit brings.
struct BroughtValue: Sendable {
  /// The value at its place, as a mark of this process.
  let mark: Int
  /// What an earlier rollback of it would state; nil where there is no earlier history.
  let earlier: UndoneMark?
}

/// The digest of a fact of a value that was undone, in as little memory as it takes.
struct UndoneMark: Sendable {
  private let high: UInt64
  private let low: UInt64

  init(_ fact: Fact) {
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    high = number(fact.digest[..<8])
    low = number(fact.digest[8...])
  }

  /// The fact.
  var fact: Fact {
    let bytes = [high, low].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
    return Fact(.undone, digest: bytes)
  }
}
