/// A way of working that a model is chosen for.
public enum ModelProfile: String, Sendable, CaseIterable, Comparable {
  /// Answers at once.
  case lowLatency = "low_latency"
  /// Answers well in a reasonable time.
  case balanced
  /// Answers well, however long it takes.
  case highReasoning = "high_reasoning"

  /// What the profile is for.
  public var usage: String {
    switch self {
    case .lowLatency: "Runtime helper during active coding and other work with many tool calls."
    case .balanced: "Default assistant for implementation work."
    case .highReasoning: "Planning, architecture and deep analysis."
    }
  }

  /// Reads a profile's name.
  ///
  /// - Throws: when there is no such profile, with the field that named it.
  public init(_ name: String, field: String) throws(TrialError) {
    guard let profile = ModelProfile(rawValue: name) else {
      throw TrialError(
        .profile, "'\(name.shortened)' in '\(field.shortened)' is no profile.",
        hint: "one of: \(ModelProfile.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self = profile
  }

  /// The order of their names.
  public static func < (left: ModelProfile, right: ModelProfile) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension String {
  /// At most 80 characters of the text, on one line.
  var shortened: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars.prefix(80) {
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      result.append(isControl ? "?" : scalar)
    }
    return unicodeScalars.count > 80 ? String(result) + "..." : String(result)
  }
}

extension Double {
  /// The number with at most so many digits behind the point.
  func rounded(to places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = self * scale
    guard scaled.magnitude < 1e15 else { return self }
    return scaled.rounded() / scale
  }
}
