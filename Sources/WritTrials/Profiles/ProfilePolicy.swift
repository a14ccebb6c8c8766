public import WritJSON

/// A place of the running system that works by a profile.
public enum PolicyField: String, Sendable, CaseIterable {
  case modelProfile = "model_profile"
  case runtime = "runtime_model_profile"
  case ingestion = "ingestion_model_profile"
  case legacyIngestion = "legacy_ingestion_model_profile"

  /// The profile that the field gets when nothing else is said.
  public var standard: ModelProfile { self == .runtime ? .lowLatency : .balanced }
}

/// Which profile is active where.
public struct ProfilePolicy: Sendable, Equatable {
  private var profiles: [PolicyField: ModelProfile]

  /// The profiles that the fields get when nothing else is said.
  public static let standard = ProfilePolicy(
    profiles: Dictionary(uniqueKeysWithValues: PolicyField.allCases.map { ($0, $0.standard) }))

  private init(profiles: [PolicyField: ModelProfile]) { self.profiles = profiles }

  /// The profile of a field.
  public subscript(_ field: PolicyField) -> ModelProfile {
    get { profiles[field] ?? field.standard }
    set { profiles[field] = newValue }
  }

  /// Reads the four fields, which must all be there; `source` may stand beside them.
  ///
  /// - Parameter what: what the object is, for messages.
  public init(_ value: JSONValue, _ what: String) throws(TrialError) {
    guard let object = value.objectValue else {
      throw TrialError(.form, "\(what) is \(value.kind), not an object.")
    }
    var profiles: [PolicyField: ModelProfile] = [:]
    for field in PolicyField.allCases {
      guard let name = object[field.rawValue]?.stringValue else {
        throw TrialError(.form, "\(what) lacks '\(field.rawValue)', or it is no text.")
      }
      profiles[field] = try ModelProfile(name, field: field.rawValue)
    }
    for key in object.keys where PolicyField(rawValue: key) == nil && key != "source" {
      throw TrialError(
        .form, "\(what) has a member '\(key.shortened)' that is not known.",
        hint: "known: \(PolicyField.allCases.map(\.rawValue).joined(separator: ", ")), source")
    }
    self.profiles = profiles
  }

  /// The four fields, and where the change comes from.
  public func json(source: String? = nil) -> JSONValue {
    var object: JSONObject = [:]
    for field in PolicyField.allCases {
      object[field.rawValue] = .string(self[field].rawValue)
    }
    object["source"] = source.map(JSONValue.string)
    return .object(object)
  }

  /// The profiles that are active anywhere, sorted.
  public var active: [ModelProfile] { Set(PolicyField.allCases.map { self[$0] }).sorted() }
}
