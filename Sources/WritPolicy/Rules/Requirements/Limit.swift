public import WritJSON

/// Bounds for the numbers that a pointer pattern matches: the blast radius of one step.
public struct Limit: Sendable {
  /// The pattern as written: a JSON Pointer in which `*` stands for one token and `**` for any
  /// number of tokens.
  public let pointer: String
  /// The smallest value allowed.
  public let min: JSONNumber?
  /// The largest value allowed.
  public let max: JSONNumber?
  /// By how much one change may raise the value; a value that was absent counts as 0.
  public let maxIncrease: JSONNumber?
  /// By how much one change may lower the value; a value that goes counts as 0.
  public let maxDecrease: JSONNumber?

  private let pattern: PointerPattern
  /// Where in the rules the limit stands.
  let place: JSONPointer

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "governance/rules.json", at: place,
      known: ["pointer", "min", "max", "maxIncrease", "maxDecrease"])
    self.place = place
    pointer = try form.string("pointer")
    do throws(JSONError) {
      pattern = PointerPattern(try JSONPointer(parsing: pointer).tokens)
    } catch {
      throw PolicyError(
        .form, error.message, pointer: form.place("pointer").description, hint: error.hint)
    }
    min = try form.optionalNumber("min")
    max = try form.optionalNumber("max")
    maxIncrease = try form.optionalNumber("maxIncrease")
    maxDecrease = try form.optionalNumber("maxDecrease")
    guard min != nil || max != nil || maxIncrease != nil || maxDecrease != nil else {
      throw PolicyError(
        .form, "The limit for '\(pointer)' limits nothing.", pointer: place.description,
        hint: "give min, max, maxIncrease or maxDecrease")
    }
  }

  /// The limit in words: `/canary_pct: min 0, max 100, maxIncrease 25`.
  var words: String {
    let bounds = [
      ("min", min), ("max", max), ("maxIncrease", maxIncrease), ("maxDecrease", maxDecrease),
    ]
    let told = bounds.compactMap { name, bound in bound.map { "\(name) \($0.text)" } }
    return "\(pointer): \(told.joined(separator: ", "))"
  }

  /// Whether the limit speaks for a value.
  public func matches(_ pointer: JSONPointer) -> Bool { pattern.matches(pointer.tokens) }

  /// Whether the pattern names the index of an element rather than any element.
  public var namesIndex: Bool { pattern.namesIndex }

  /// What is wrong with a change of a value that the limit matches; nil when it is inside.
  ///
  /// - Parameter isStep: whether the value comes from one before; else it is a beginning, and only
  ///   the bounds of the new value are asked.
  public func problem(with change: LeafChange, isStep: Bool = true) -> String? {
    guard isStep else { return boundsProblem(change.after) }
    let zero = JSONNumber(0)
    guard let old = number(change.before) ?? (isNumberOrAbsent(change.before) ? zero : nil) else {
      // What was no number has no distance; only the bounds of the new value can be judged.
      return boundsProblem(change.after)
    }
    if let problem = boundsProblem(change.after) { return problem }
    let new = number(change.after) ?? zero
    return stepProblem(from: old, to: new)
  }

  private func number(_ value: JSONValue?) -> JSONNumber? { value?.numberValue }

  private func isNumberOrAbsent(_ value: JSONValue?) -> Bool {
    value.map { $0.numberValue != nil } ?? true
  }

  private func boundsProblem(_ value: JSONValue?) -> String? {
    guard let value else { return nil }
    guard let number = value.numberValue else { return "\(value.kind) is not a number" }
    if let min, number < min { return "\(number.text) is less than the \(min.text) allowed" }
    if let max, number > max { return "\(number.text) is more than the \(max.text) allowed" }
    return nil
  }

  private func stepProblem(from old: JSONNumber, to new: JSONNumber) -> String? {
    let isIncrease = new > old
    guard let bound = isIncrease ? maxIncrease : maxDecrease, new != old else { return nil }
    let distance =
      isIncrease ? JSONNumber.difference(new, old) : JSONNumber.difference(old, new)
    guard let distance else { return "the step from \(old.text) to \(new.text) cannot be computed" }
    guard distance > bound else { return nil }
    let direction = isIncrease ? "up" : "down"
    return "one step \(direction) of \(distance.text) is more than the \(bound.text) allowed"
  }
}
