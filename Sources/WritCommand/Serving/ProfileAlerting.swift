import Writ
import WritJSON
import WritPolicy
import WritTrials

/// What a change of the profile policy by a command amounts to beside those before it.
struct ProfileAlerting {
  private let events: ProfileEvents
  private let hook: AlertHook

  /// Reads the settings, before anything is changed.
  init(_ ledger: Ledger, _ name: DocumentName, _ branch: String?) throws {
    events = ProfileEvents(ledger: ledger, name: name, branch: branch)
    hook = try AlertHook.configured()
  }

  /// The evaluation of the changes so far, and what came of telling somebody of its alerts.
  ///
  /// A history that cannot be read is told, and undoes nothing.
  func members(source: String, policy: ProfilePolicy) -> JSONObject {
    do {
      let now = Clock.now()
      let known = try events.recent(since: now.adding(seconds: -Int64(hook.rules.window)))
      let evaluation = try ProfileService(nil, events: known, alerts: hook.rules).alerts(at: now)
      return [
        "alert_evaluation": evaluation,
        "alert_hook": hook.call(evaluation, source: source, policy: policy),
      ]
    } catch {
      return ["alert_evaluation": ["error": .string(Failure.sentence(error))]]
    }
  }
}
