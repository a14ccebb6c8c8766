import Synchronization
public import WritJSON
import WritPolicy
public import WritTrials

/// A running system that serves a profile policy: `/profiles/model`, with a bearer token.
public final class LoopbackProfiles: Sendable {
  /// What goes wrong.
  public enum Fault: String, Sendable, CaseIterable {
    /// It is not ready: every answer is 503.
    case unready
    /// Every change is refused with 500.
    case refusing
    /// A change is made, and the connection cut before the answer.
    case cutting
    /// A change is never answered.
    case stalling
    /// Every answer is a page.
    case html
  }

  private let service: Mutex<ProfileService>
  private let token: String?
  private let fault: Fault?

  /// Starts with a policy document.
  public init(_ document: JSONValue, token: String? = nil, fault: Fault? = nil) throws {
    service = Mutex(try ProfileService(fault == .unready ? nil : document))
    self.token = token
    self.fault = fault
  }

  /// The policy now.
  public var policy: ProfilePolicy? { service.withLock { $0.policy } }

  /// Answers a request.
  public func answer(_ request: LoopbackRequest) -> [LoopbackStep] {
    if fault == .html { return LoopbackModels.page }
    if let token, request.authorization != "Bearer \(token)" {
      return LoopbackModels.json(
        401,
        [
          "success": false, "error": .string("wrong token: \(request.authorization ?? "none")"),
        ])
    }
    switch (request.method, request.path) {
    case ("GET", "/profiles/model"): return told(service.withLock { $0.get() })
    case ("GET", "/profiles/model/events"):
      let limit = request.query.split(separator: "=").last.flatMap { Int($0) } ?? 25
      return told(service.withLock { $0.log(limit: limit) })
    case ("POST", "/profiles/model"): return post(request)
    default: return LoopbackModels.json(404, ["success": false, "error": "no such path"])
    }
  }

  private func post(_ request: LoopbackRequest) -> [LoopbackStep] {
    if fault == .refusing {
      return LoopbackModels.json(500, ["success": false, "error": "the disk is full"])
    }
    if fault == .stalling { return [.stall] }
    let body = LoopbackModels.value(request.body)
    let answer = service.withLock { $0.post(body, at: Instant(seconds: 1_767_225_600)) }
    return fault == .cutting ? [.cut] : told(answer)
  }

  private func told(_ answer: ProfileService.Answer) -> [LoopbackStep] {
    LoopbackModels.json(answer.status, answer.body)
  }
}
