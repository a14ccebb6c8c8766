public import WritJSON

/// Which model should serve a profile, for people who choose roles.
public struct RoleRecommendation: Sendable {
  /// The profile.
  public let profile: ModelProfile
  /// The best candidate, or nil.
  public let candidate: Candidate?
  /// How much better it is than the second; nil when there is none.
  public let margin: Double?

  /// The recommendations of a gate, one for each profile.
  public static func all(_ result: ProfileGateResult) -> [RoleRecommendation] {
    result.profiles.map {
      RoleRecommendation(profile: $0.profile, candidate: $0.recommendation, margin: $0.margin)
    }
  }

  /// `recommended` or `no_passing_candidate`.
  public var status: String { candidate == nil ? "no_passing_candidate" : "recommended" }

  /// The entry of the role map.
  public var json: JSONValue {
    var object: JSONObject = [
      "profile": .string(profile.rawValue), "usage": .string(profile.usage),
      "status": .string(status),
    ]
    object["model"] = candidate.map { .string($0.model) } ?? .null
    object["composite_score"] = candidate?.compositeScore.json ?? .null
    object["score_margin"] = margin?.json ?? .null
    object["evidence"] = candidate.map(RoleRecommendation.evidence) ?? .null
    return .object(object)
  }

  private static func evidence(_ candidate: Candidate) -> JSONValue {
    [
      "live_avg_ability_score": candidate.live?.averageAbility.json ?? .null,
      "live_p95_wall_seconds": candidate.live?.p95Wall.json ?? .null,
      "live_ability_per_vram_gb": candidate.live?.abilityPerMemory?.json ?? .null,
      "legacy_avg_ability_score": candidate.legacy?.averageAbility.json ?? .null,
      "legacy_p95_wall_seconds": candidate.legacy?.p95Wall.json ?? .null,
    ]
  }
}
