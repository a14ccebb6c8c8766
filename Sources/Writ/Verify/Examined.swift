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
  /// Where the walk keeps it.
  let place: Int
  let id: ObjectID
  var outcome: Outcome
  /// Whether rules judged it.
  var hasRules = false
  /// Whether nothing but the commit holds what its record says of who and why.
  var isTakenAtItsWord = false
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
    /// What it states of values that were rolled back.
    var facts: [StatedFact] = []
    /// The values that it took away as a rollback.
    var undone: [ValueMark] = []
    /// The commit with which it lands, when that is another one.
    var landing: ObjectID?

    fileprivate var isEmpty: Bool {
      problem == nil && facts.isEmpty && undone.isEmpty && landing == nil
    }
  }

  init(_ item: CommitWalk.Item, _ outcome: Outcome, problem: VerifyProblem? = nil) {
    number = item.number
    place = item.place
    id = item.id
    self.outcome = outcome
    if problem != nil { rare = Rare(problem: problem) }
  }

  /// A commit of which nothing was told.
  init(number: Int, place: Int, id: ObjectID) {
    self.number = number
    self.place = place
    self.id = id
    outcome = .other
  }

  /// What few commits have; to be set once, as it is copied.
  var rare: Rare {
    get { rest?.rare ?? Rare() }
    set { rest = newValue.isEmpty ? nil : Rest(newValue) }
  }

  /// Whether there is anything of that.
  var isRare: Bool { rest != nil }

  var problem: VerifyProblem? { rest?.rare.problem }
  var facts: [StatedFact] { rest?.rare.facts ?? [] }
  var undone: [ValueMark] { rest?.rare.undone ?? [] }
  var landing: ObjectID? { rest?.rare.landing }
}

/// What commits of a walk bring that is remembered apart from them, as most have nothing else of
/// which anybody is told.
struct Brought: Sendable {
  var values: [BroughtValue] = []
  var applies: [BroughtApply] = []
}

/// An apply that a commit of the walk brings.
struct BroughtApply: Sendable {
  /// The number of the commit in the walk.
  let number: UInt32
  /// Where the walk keeps the commit.
  let place: UInt32
  let apply: VerifiedApply
}

/// A value that a commit of the walk brings, in as little memory as it takes.
struct BroughtValue: Sendable {
  /// The number of the commit in the walk.
  let number: UInt32
  /// Where the walk keeps the commit.
  let place: UInt32
  let mark: ValueMark

  init(_ mark: ValueMark, by item: CommitWalk.Item) {
    number = UInt32(item.number)
    place = UInt32(item.place)
    self.mark = mark
  }
}

/// A value at its place: the digest of the fact that it was undone, or, where no earlier history is
/// asked for that, something that is the same for the same value within this process.
struct ValueMark: Sendable, Hashable {
  private let high: UInt64
  private let low: UInt64

  init(hash: Int) {
    high = UInt64(bitPattern: Int64(hash))
    low = 0
  }

  init(_ fact: Fact) {
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    high = number(fact.digest[..<8])
    low = number(fact.digest[8...])
  }

  /// The fact, where the mark is made of one.
  var fact: Fact {
    let bytes = [high, low].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
    }
    return Fact(.undone, digest: bytes)
  }
}
