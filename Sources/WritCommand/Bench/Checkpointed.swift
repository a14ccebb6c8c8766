import WritJSON
import WritPolicy
import WritTrials

/// What a checkpoint file says is to be applied.
struct Checkpointed {
  let target: ProfilePolicy
  let models: [(profile: ModelProfile, model: String)]
  let isGatePassed: Bool
  let document: JSONValue

  init(_ path: String, _ bytes: [UInt8]) throws {
    do throws(JSONError) {
      document = try JSONDocument(parsing: bytes).value
    } catch {
      throw UsageError("\(path): \(error.message)", hint: error.hint)
    }
    guard document["event"]?.stringValue == "MODEL_PROFILE_POLICY_CHECKPOINT" else {
      throw UsageError(
        "'\(path)' is no checkpoint of a profile policy.",
        hint: "'writ bench dev-cycle --apply-dry-run' writes one")
    }
    let document = document
    target = try BenchPlaces.told(path) {
      try ProfilePolicy(document["target_policy"] ?? .null, "The checkpoint's target policy")
    }
    models = try BenchPlaces.told(path) {
      try (document["recommendation_models"]?.objectValue ?? [:]).map { name, model in
        guard let model = model.stringValue else {
          throw TrialError(.form, "The checkpoint's model of '\(name.oneLine)' is no text.")
        }
        return (try ModelProfile(name, field: "recommendation_models"), model)
      }
    }
    isGatePassed = document["gate_report_passed"]?.boolValue ?? false
  }

  /// Whether it was applied before.
  var isApplied: Bool { document["apply_result"]?["applied"]?.boolValue == true }
}
