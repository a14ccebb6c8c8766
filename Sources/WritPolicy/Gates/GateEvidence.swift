internal import WritJSON

/// An artifact that a gate asks for.
public struct GateEvidence: Sendable {
  /// The name that checks and `--evidence NAME=FILE` use.
  public let name: String
  /// What kind it must be; nil for any that is recognised.
  public let kind: String?
  /// Whether the gate can be judged without it; its checks then find no data.
  public let isRequired: Bool
  /// How old it may be, in seconds, by the time recorded inside; nil for any age.
  public let maxAge: Int64?
  /// The digest that it must have.
  public let digest: Digest?
  /// How many runs must have given a measurement.
  public let minSamples: Int
  /// Which part of the attempted runs may have failed, 0 to 1.
  public let maxFailureRate: Double
  /// Whether other evidence may be the same file.
  public let mayRepeat: Bool

  init(_ value: JSONValue, at place: JSONPointer) throws(PolicyError) {
    let form = try Form(
      value, "the gate", at: place,
      known: [
        "name", "description", "kind", "required", "maxAgeHours", "sha256", "minSamples",
        "maxFailureRate", "mayRepeat",
      ])
    name = try form.string("name")
    do throws(PolicyError) {
      try EvidenceItem.checkName(name)
    } catch {
      throw PolicyError(
        .form, error.message, pointer: form.place("name").description, hint: error.hint)
    }
    kind = try form.optionalString("kind")
    isRequired = try form.optionalBool("required") ?? true
    maxAge = try GateEvidence.seconds(form, "maxAgeHours")
    digest = try form.optionalString("sha256").map { (text) throws(PolicyError) in
      guard let digest = Digest(hex: text) else {
        throw form.wrong("sha256", "64 hexadecimal digits in lower case")
      }
      return digest
    }
    minSamples = try form.optionalInt("minSamples", in: 1...RunCounts.limit) ?? 1
    maxFailureRate = try GateEvidence.rate(form, "maxFailureRate") ?? 0
    mayRepeat = try form.optionalBool("mayRepeat") ?? false
  }

  /// Hours, with a fraction, as seconds.
  static func seconds(_ form: Form, _ key: String) throws(PolicyError) -> Int64? {
    guard let number = try form.optionalNumber(key) else { return nil }
    guard let hours = number.asDouble, hours > 0, hours <= 876_600 else {
      throw form.wrong(key, "a number of hours greater than 0 and at most 876600")
    }
    return Int64((hours * 3600).rounded())
  }

  static func rate(_ form: Form, _ key: String) throws(PolicyError) -> Double? {
    guard let number = try form.optionalNumber(key) else { return nil }
    guard let rate = number.asDouble, (0...1).contains(rate) else {
      throw form.wrong(key, "a number from 0 to 1")
    }
    return rate
  }
}
