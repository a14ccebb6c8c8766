import Synchronization
public import WritJSON

/// Somebody who wants to hear of alerts: `POST /hook` with a bearer token, and `GET /last` gives
/// what was told last.
public final class LoopbackHook: Sendable {
  private let token: String?
  private let last = Mutex(JSONValue.null)

  /// Takes what is asked for.
  public init(token: String? = nil) { self.token = token }

  /// What was told last.
  public var told: JSONValue { last.withLock { $0 } }

  /// Answers a request.
  public func answer(_ request: LoopbackRequest) -> [LoopbackStep] {
    if request.method == "GET" { return LoopbackModels.json(200, told) }
    if let token, request.authorization != "Bearer \(token)" {
      return LoopbackModels.json(401, ["error": "wrong token"])
    }
    let body = LoopbackModels.value(request.body)
    last.withLock { $0 = body }
    return LoopbackModels.json(200, [:])
  }
}
