import WritGit
import WritPolicy

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

  private(set) var number: Int
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
    /// With what it lands, when that is another commit.
    var landing: LandingPlace?
    /// The parent that counts as the first, where that is another one than git says.
    var mainline: ObjectID?

    fileprivate var isEmpty: Bool {
      problem == nil && facts.isEmpty && undone.isEmpty && landing == nil && mainline == nil
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

  /// The same in another order.
  func numbered(_ number: Int) -> Examined {
    var copy = self
    copy.number = number
    return copy
  }

  /// The same, to be judged by where it lands.
  func deferred(to site: CommitWalk.Site?, _ mainline: ObjectID?) -> Examined {
    var copy = self
    copy.outcome = .deferred
    copy.rare = Rare(landing: site?.landing, mainline: mainline)
    return copy
  }

  /// What few commits have; to be set once, as it is copied.
  var rare: Rare {
    get { rest?.rare ?? Rare() }
    set { rest = newValue.isEmpty ? nil : Rest(newValue) }
  }

  /// Adds a reason for a violation.
  mutating func refuse(_ finding: Finding) {
    outcome = .judged(.violation)
    var problem =
      rare.problem ?? VerifyProblem(commit: id, reference: nil, status: .violation)
    problem.status = .violation
    problem.findings.append(finding)
    rare.problem = problem
  }

  /// Whether there is anything of that.
  var isRare: Bool { rest != nil }

  var problem: VerifyProblem? { rest?.rare.problem }
  var facts: [StatedFact] { rest?.rare.facts ?? [] }
  var undone: [ValueMark] { rest?.rare.undone ?? [] }
  var landing: LandingPlace? { rest?.rare.landing }
  var mainline: ObjectID? { rest?.rare.mainline }
}
