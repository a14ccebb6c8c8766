internal import WritJSON

/// One bound of an objective, in the grammar of Keptn's service level objectives: `<600`,
/// `<=+10%`, `>=-5`.
///
/// A sign or a percent sign makes it relative to the baseline; a percentage without a sign is an
/// increase. The percentage is one of the baseline's size, so that it points the same way for a
/// negative baseline.
public struct Criterion: Sendable, Equatable {
  /// How the value is held against the bound.
  public enum Comparison: String, Sendable, CaseIterable {
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case less = "<"
    case greater = ">"
    case equal = "="

    func isMet(_ value: Double, _ bound: Double) -> Bool {
      switch self {
      case .lessOrEqual: value <= bound
      case .greaterOrEqual: value >= bound
      case .less: value < bound
      case .greater: value > bound
      case .equal: value == bound
      }
    }

    /// Whether smaller values are better; nil when neither is.
    var wantsSmall: Bool? {
      switch self {
      case .lessOrEqual, .less: true
      case .greaterOrEqual, .greater: false
      case .equal: nil
      }
    }
  }

  /// The criterion as written.
  public let text: String
  /// How the value is held against the bound.
  public let comparison: Comparison
  /// The number behind the comparison, with its sign.
  public let number: Double
  /// Whether the number is a difference from the baseline.
  public let isRelative: Bool
  /// Whether the number is a percentage of the baseline.
  public let isPercentage: Bool

  /// Reads a criterion, or gives nil when the text is none.
  public init?(_ text: String) {
    let bytes = text.utf8.filter { $0 != UInt8(ascii: " ") }
    let compact = String(decoding: bytes, as: UTF8.self)
    let known = Comparison.allCases.first { compact.utf8.starts(with: $0.rawValue.utf8) }
    guard let comparison = known else { return nil }
    var rest = compact.utf8.dropFirst(comparison.rawValue.utf8.count)
    isPercentage = rest.last == UInt8(ascii: "%")
    if isPercentage { rest = rest.dropLast() }
    let sign = rest.first
    let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    if isSigned { rest = rest.dropFirst() }
    isRelative = isSigned || isPercentage
    // The grammar of JSON has no sign that could hide here but the minus.
    guard rest.first != UInt8(ascii: "-"),
      let size = JSONNumber(text: String(decoding: Array(rest), as: UTF8.self))?.asDouble
    else { return nil }
    number = sign == UInt8(ascii: "-") ? -size : size
    self.comparison = comparison
    self.text = compact
  }

  /// The bound for a baseline; nil when it is relative and there is no baseline.
  func bound(baseline: Double?) -> Double? {
    guard isRelative else { return number }
    guard let baseline else { return nil }
    return isPercentage ? baseline + baseline.magnitude * number / 100 : baseline + number
  }
}

/// Alternatives of criteria that must all be met: an OR of ANDs.
struct Criteria: Sendable {
  let alternatives: [[Criterion]]

  /// Reads the member `key`: a list of objects with `criteria`, of which each is a list of texts.
  init(_ form: Form, _ key: String) throws(PolicyError) {
    var alternatives: [[Criterion]] = []
    for (index, value) in try form.array(key).enumerated() {
      let place = form.place(key).appending(index)
      let part = try Form(value, "the gate", at: place, known: ["criteria"])
      var criteria: [Criterion] = []
      for text in try part.strings("criteria") {
        guard let criterion = Criterion(text) else {
          throw PolicyError(
            .form, "'\(text.oneLine)' is no criterion.",
            pointer: part.place("criteria").description,
            hint: "write <600, >=0.9, <=+10% or <=-5; a sign or % is relative to the baseline")
        }
        criteria.append(criterion)
      }
      guard !criteria.isEmpty else { throw part.wrong("criteria", "at least one criterion") }
      alternatives.append(criteria)
    }
    self.alternatives = alternatives
  }

  var isEmpty: Bool { alternatives.isEmpty }

  /// Whether any criterion needs a baseline.
  var isRelative: Bool { alternatives.contains { $0.contains(where: \.isRelative) } }

  var all: [Criterion] { alternatives.flatMap(\.self) }
}
