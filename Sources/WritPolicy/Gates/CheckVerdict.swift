/// What one check of a gate found.
public enum CheckVerdict: String, Sendable, CaseIterable, Comparable {
  /// What is asked for was measured, and it is so.
  case pass
  /// There is too little to tell, or it lies between the bounds.
  case inconclusive
  /// There is no valid measurement, or no evidence at all.
  case noData = "no_data"
  /// The check could not be made: it names what does not exist, or the evidence cannot be used.
  case error
  /// What is asked for was measured, and it is not so.
  case fail

  /// Of several verdicts the greatest one counts: fail, error, no_data, inconclusive, pass.
  public static func < (left: CheckVerdict, right: CheckVerdict) -> Bool {
    left.order < right.order
  }

  private var order: Int {
    switch self {
    case .pass: 0
    case .inconclusive: 1
    case .noData: 2
    case .error: 3
    case .fail: 4
    }
  }
}

/// Which verdicts of a check hold a change up.
///
/// `error` always does: what could not be checked is never allowed.
public struct Behaviour: Sendable, Equatable {
  private var noted: Set<CheckVerdict>

  /// Everything but `pass` holds.
  public static let strict = Behaviour(noted: [])

  private init(noted: Set<CheckVerdict>) { self.noted = noted }

  /// Whether a verdict holds the change up.
  public func holds(_ verdict: CheckVerdict) -> Bool {
    verdict != .pass && !noted.contains(verdict)
  }

  /// Reads the member `on` of a form: for each verdict `hold` or `note`; those not told are taken
  /// from `outer`.
  init(_ form: Form, inside outer: Behaviour = .strict) throws(PolicyError) {
    noted = outer.noted
    guard let value = form.value("on") else { return }
    let place = form.place("on")
    let part = try Form(value, "the gate", at: place, known: ["fail", "no_data", "inconclusive"])
    for verdict in [CheckVerdict.fail, .noData, .inconclusive] {
      switch try part.optionalString(verdict.rawValue) {
      case "hold": noted.remove(verdict)
      case "note": noted.insert(verdict)
      case nil: break
      default: throw part.wrong(verdict.rawValue, "'hold' or 'note'")
      }
    }
  }
}
