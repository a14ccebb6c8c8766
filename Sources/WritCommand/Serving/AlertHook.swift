import WritClient
import WritJSON
import WritTrials

/// Whom to tell when the profile policy changes too often, by the environment.
struct AlertHook: Sendable {
  let rules: ProfileAlerts
  private let url: String?
  private let token: BearerToken?
  private let timeout: Double
  private let network: Network?

  private static let prefix = "MUNINN_PROFILE_POLICY_ALERT_"

  /// The hook of the environment, checked before anything depends on it.
  static func configured() throws -> AlertHook {
    let rules = try ProfileAlerts(environment: Environment.value)
    guard let url = Environment.value(prefix + "WEBHOOK_URL") else {
      return AlertHook(rules: rules, url: nil, token: nil, timeout: 3, network: nil)
    }
    _ = try ServerAddress(url)
    let text = Environment.value(prefix + "WEBHOOK_TIMEOUT_SECONDS") ?? "3"
    guard let timeout = Double(text), (0.001...60).contains(timeout) else {
      throw UsageError("\(prefix)WEBHOOK_TIMEOUT_SECONDS is no number of seconds up to 60.")
    }
    return AlertHook(
      rules: rules, url: url,
      token: try ServerOptions.token(prefix + "WEBHOOK_TOKEN", for: url, isAllowedPlain: false),
      timeout: timeout, network: Network())
  }

  private init(
    rules: ProfileAlerts, url: String?, token: BearerToken?, timeout: Double, network: Network?
  ) {
    self.rules = rules
    self.url = url
    self.token = token
    self.timeout = timeout
    self.network = network
  }

  /// Tells of alerts, where there are any and somebody is to hear of them.
  ///
  /// - Returns: what came of it; a change is not undone because nobody heard of it.
  func call(_ evaluation: JSONValue, source: String, policy: ProfilePolicy) -> JSONValue {
    guard let url, let network, evaluation["alerts"]?.arrayValue?.isEmpty == false else {
      return ProfileService.noHook(evaluation)
    }
    let body: JSONValue = [
      "event": "MODEL_PROFILE_POLICY_ALERT", "source": .string(source), "policy": policy.json(),
      "alert_evaluation": evaluation,
    ]
    do {
      let client = HTTPClient(
        try ServerAddress(url), network, token: token, timeout: timeout, limit: 1 << 16)
      let request = HTTPRequest("POST", "", body: body.serialized(indent: nil))
      let result = try network.wait { () async -> Result<Int, ServerFailure> in
        do throws(ServerFailure) {
          return .success(try await client.whole(request).answer.status)
        } catch {
          return .failure(error)
        }
      }
      let status = try result.get()
      return [
        "attempted": true, "delivered": .bool((200...299).contains(status)),
        "status": .number(JSONNumber(status)),
      ]
    } catch {
      return [
        "attempted": true, "delivered": false, "error": .string(Failure.sentence(error)),
      ]
    }
  }
}
