/// A parsed pattern, free of everything that only matters for captures.
indirect enum SyntaxTree {
  /// Matches the empty string.
  case empty
  /// Matches one scalar.
  case set(ScalarSet)
  /// Matches the empty string where a condition on the neighbours holds.
  case assertion(Assertion)
  /// Matches one after the other.
  case sequence([SyntaxTree])
  /// Matches any one of them.
  case choice([SyntaxTree])
  /// Matches a tree repeatedly; no upper bound when `maximum` is nil.
  case repetition(SyntaxTree, minimum: Int, maximum: Int?)

  /// Whether the tree is the empty one, so that repeating it costs nothing and means nothing.
  var isEmpty: Bool {
    if case .empty = self { return true }
    return false
  }

  /// Whether every match begins at the start of the text, so that a search need not go on.
  var startsAtTextStart: Bool {
    switch self {
    case .assertion(let assertion): assertion == .textStart
    case .sequence(let parts): parts.first?.startsAtTextStart ?? false
    case .choice(let branches): branches.allSatisfy(\.startsAtTextStart)
    case .repetition(let body, let minimum, _): minimum > 0 && body.startsAtTextStart
    case .empty, .set: false
    }
  }

  /// A sequence with nothing superfluous in it.
  static func joining(_ parts: [SyntaxTree]) -> SyntaxTree {
    let kept = parts.filter { !$0.isEmpty }
    switch kept.count {
    case 0: return .empty
    case 1: return kept[0]
    default: return .sequence(kept)
    }
  }

  /// A tree repeated, where repeating changes anything.
  static func repeating(_ body: SyntaxTree, minimum: Int, maximum: Int?) -> SyntaxTree {
    if body.isEmpty || maximum == 0 { return .empty }
    if minimum == 1, maximum == 1 { return body }
    return .repetition(body, minimum: minimum, maximum: maximum)
  }
}

/// A condition on the place between two scalars.
enum Assertion: UInt8, Sendable {
  case textStart
  case textEnd
  case lineStart
  case lineEnd
  case wordBoundary
  case notWordBoundary

  /// Whether it holds between two neighbours; nil stands for the edge of the subject.
  func holds(before: UInt32?, after: UInt32?) -> Bool {
    switch self {
    case .textStart: before == nil
    case .textEnd: after == nil
    case .lineStart: before == nil || before == 0x0A
    case .lineEnd: after == nil || after == 0x0A
    case .wordBoundary: Assertion.isWord(before) != Assertion.isWord(after)
    case .notWordBoundary: Assertion.isWord(before) == Assertion.isWord(after)
    }
  }

  private static func isWord(_ scalar: UInt32?) -> Bool {
    guard let scalar else { return false }
    return CharacterClass.word.contains(scalar)
  }
}
