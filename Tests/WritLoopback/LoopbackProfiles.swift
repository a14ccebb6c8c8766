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

  private let kept: Mutex<(document: JSONObject, service: ProfileService)>
  private let token: String?
  private let fault: Fault?

  /// Starts with a policy document.
  public init(_ document: JSONValue, token: String? = nil, fault: Fault? = nil) throws {
    kept = Mutex(
      (document.objectValue ?? [:], try ProfileService(fault == .unready ? nil : document)))
    self.token = token
    self.fault = fault
  }

  /// The policy now.
  public var policy: ProfilePolicy? { kept.withLock { $0.service.policy } }

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
    case ("GET", "/profiles/model"): return told(kept.withLock { $0.service.get() })
    case ("GET", "/profiles/model/events"):
      let limit = request.query.split(separator: "=").last.flatMap { Int($0) } ?? 25
      return told(kept.withLock { $0.service.log(limit: limit) })
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
    let answer = kept.withLock { kept in
      do {
        return try Self.change(&kept, body)
      } catch {
        return ProfileService.Answer.failure(500, "\(error)")
      }
    }
    return fault == .cutting ? [.cut] : told(answer)
  }

  /// Makes a change in memory, and forgets it with the process.
  private static func change(
    _ kept: inout (document: JSONObject, service: ProfileService), _ body: JSONValue
  ) throws(TrialError) -> ProfileService.Answer {
    let now = Instant(seconds: 1_767_225_600)
    let change: ProfileService.Change
    do throws(ProfileService.Answer) {
      change = try kept.service.change(body, at: now)
    } catch {
      return error
    }
    let id = kept.service.events.count + 1
    let answer = kept.service.made(change, id: .number(JSONNumber(id)), at: now)
    kept.document["active"] = change.policy.json()
    kept.service = try ProfileService(.object(kept.document), events: kept.service.events)
    return answer
  }

  private func told(_ answer: ProfileService.Answer) -> [LoopbackStep] {
    LoopbackModels.json(answer.status, answer.body)
  }
}
