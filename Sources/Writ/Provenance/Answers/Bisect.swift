public import WritGit
public import WritJSON
public import WritPolicy

/// At which commits a condition over a policy became true.
public struct Bisection: Sendable {
  /// The document.
  public let document: DocumentName
  /// The value's place.
  public let pointer: JSONPointer
  /// The commit whose history was asked.
  public let tip: ObjectID
  /// The times during which the condition was true, oldest first.
  public let spans: [Span]
  /// How many versions were looked at.
  public let versions: Int
  /// How many versions the condition could not be decided on, and why the first of them.
  public let undecided: (count: Int, reason: String?)
  /// When the document could not be read.
  public let unreadable: [UnreadableSpan]

  /// A time during which the condition was true.
  public struct Span: Sendable {
    /// What made it true.
    public let story: ChangeStory
    /// The value that it has there.
    public let value: JSONValue?
    /// The value before.
    public let before: JSONValue?
    /// What made it untrue, or nil while it is true.
    public let end: ChangeStory?
  }
}

/// What a condition says of one version.
public enum ConditionVerdict: Sendable {
  case yes
  case no
  /// It cannot be told, and why.
  case undecided(String)
}

/// A version of a document that a condition is asked of.
public struct ConditionSubject: Sendable {
  /// The value at the place; nil where there is none.
  public let value: JSONValue?
  /// The value at the place in the version before.
  public let before: JSONValue?
  /// The document; nil where there is none.
  public let policy: JSONValue?
}

extension Ledger {
  /// Finds the commits of the first-parent history at which a condition became true.
  ///
  /// - Parameters:
  ///   - usesDocument: whether the condition speaks of more than the value and the one before it.
  ///   - judge: tells whether the condition is true of a version.
  public func bisect(
    _ name: DocumentName, _ pointer: JSONPointer, at revision: String? = nil,
    usesDocument: Bool, judge: (ConditionSubject) -> ConditionVerdict
  ) throws -> Bisection {
    let view = try history(of: revision, for: "when the condition became true")
    return try view.answering { timeline, tip in
      let path = GitPath(name.path)
      let all = try timeline.versions(of: path).map(\.ordinal)
      if all.isEmpty { throw try unknownPolicy(name, timeline) }
      let place = ValuePlace(path: path, pointer: pointer)
      let ordinals = usesDocument ? all : try timeline.touches(of: place)
      let walk = BisectWalk(ledger: self, timeline: timeline, place: place)
      return try walk.run(name, tip, ordinals, judge)
    }
  }
}

/// Asks a condition of the versions of a document.
private struct BisectWalk {
  let ledger: Ledger
  let timeline: Timeline
  let place: ValuePlace
  private let versions: DocumentVersions

  init(ledger: Ledger, timeline: Timeline, place: ValuePlace) {
    self.ledger = ledger
    self.timeline = timeline
    self.place = place
    versions = DocumentVersions(ledger, timeline)
  }

  func run(
    _ name: DocumentName, _ tip: ObjectID, _ ordinals: [Int],
    _ judge: (ConditionSubject) -> ConditionVerdict
  ) throws -> Bisection {
    var spans: [Bisection.Span] = []
    var isTrue = false
    var undecided = 0
    var reason: String?
    var before: JSONValue?
    for ordinal in ordinals {
      guard let subject = try subject(ordinal, before) else { continue }
      before = subject.value
      let verdict: Bool
      switch judge(subject) {
      case .yes: verdict = true
      case .no: verdict = false
      case .undecided(let why):
        verdict = false
        undecided += 1
        reason = reason ?? why
      }
      if verdict == isTrue { continue }
      isTrue = verdict
      let story = try story(ordinal, subject.value)
      if verdict {
        spans.append(
          .init(story: story, value: subject.value, before: subject.before, end: nil))
      } else if let last = spans.popLast() {
        spans.append(
          .init(story: last.story, value: last.value, before: last.before, end: story))
      }
    }
    return Bisection(
      document: name, pointer: place.pointer, tip: tip, spans: spans, versions: ordinals.count,
      undecided: (undecided, reason), unreadable: try versions.unreadableSpans(of: place.path))
  }

  private func subject(_ ordinal: Int, _ before: JSONValue?) throws -> ConditionSubject? {
    switch try versions.version(of: place.path, at: ordinal) {
    case .unreadable: return nil
    case nil: return ConditionSubject(value: nil, before: before, policy: nil)
    case .document(let document):
      return ConditionSubject(
        value: document.root.node(at: place.pointer)?.value, before: before,
        policy: document.value)
    }
  }

  private func story(_ ordinal: Int, _ value: JSONValue?) throws -> ChangeStory {
    let commit = try ledger.objects.commit(timeline.commit(ordinal).id)
    return try ledger.story(of: commit, about: (place, value))
  }
}
