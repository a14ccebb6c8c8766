import ArgumentParser
import WritClient
import WritPolicy
import WritTrials

/// Which running system follows, and how it is reached.
struct RunningSystemOptions: ParsableArguments {
  @Option(
    name: [.customLong("system-url"), .customLong("muninn-url")],
    help: ArgumentHelp(
      "The running system that serves the policy at /profiles/model, and follows the commit.",
      valueName: "URL"))
  var systemURL: String?

  @Option(
    name: [.customLong("system-timeout-seconds"), .customLong("muninn-timeout-seconds")],
    help: "How long it may take to answer, in seconds.")
  var systemTimeout = 20.0

  @Option(
    name: [.customLong("system-token-env"), .customLong("muninn-token-env")],
    help: "The variable of the environment that has its token.")
  var systemTokenEnv = "MUNINN_AUTH_TOKEN"

  @Flag(help: "Send the token to another machine although the connection is not encrypted.")
  var sendTokenUnencrypted = false

  @Option(
    name: [.customLong("system-ca-file"), .customLong("muninn-ca-file")],
    help: ArgumentHelp("Trust these certificates of the running system.", valueName: "FILE"))
  var systemCAFile: String?

  @Flag(
    help: "As the original: ask the running system at http://127.0.0.1:42069 when none is named.")
  var compat = false

  @Flag(help: "Leave the targets of governance/targets.json as they are; 'writ sync' brings them.")
  var noTargets = false

  mutating func validate() throws {
    guard systemTimeout.isFinite, (0.001...3_600).contains(systemTimeout) else {
      throw ValidationError("--system-timeout-seconds is a number of seconds up to 3600.")
    }
  }

  /// The address; nil when no running system is to follow.
  var url: String? { systemURL ?? (compat ? "http://127.0.0.1:42069" : nil) }

  /// The running system; nil when none is to follow.
  func connect() throws -> RunningSystem? {
    guard let url else { return nil }
    let address = try ServerAddress(url)
    let network = Network(authorities: systemCAFile)
    let token = try ServerOptions.token(
      systemTokenEnv, for: url, isAllowedPlain: sendTokenUnencrypted)
    return RunningSystem(
      client: HTTPClient(
        address, network, token: token, timeout: systemTimeout, limit: 1 << 20),
      network: network)
  }
}

/// Which policy on which branch says what serves what.
struct ProfilePlace: ParsableArguments {
  @Option(help: ArgumentHelp("The profile policy.", valueName: "NAME"))
  var profilePolicy = "profiles"

  @Option(help: "The branch; the one that is checked out when not given.")
  var branch: String?
}

/// How the choice of the development cycle is applied.
struct ApplyOptions: ParsableArguments {
  @Flag(help: "Apply the recommendations: checkpoint, then commit, then what follows the policy.")
  var applyPolicy = false

  @Flag(help: "Do everything but the commit and the change of running systems.")
  var applyDryRun = false

  @Flag(help: "Apply although the gate did not pass; it is recorded as an override.")
  var allowApplyWhenGateFails = false

  @Option(help: "Let a value come back that a rollback took away, and record why.")
  var overrideRollback: String?

  @Option(help: ArgumentHelp("Write the checkpoint here.", valueName: "FILE"))
  var checkpointOutput: String?

  @Option(help: "What asks for the change, for the logs of the running system.")
  var applySource = "dev_cycle_cli"

  @OptionGroup var place: ProfilePlace

  @Option(help: "What happens when --system-url does not follow: rollback or diverged.")
  var onTargetFailure = TargetFailure.rollback

  @Option(
    help: "The profile that is to be active for models.",
    transform: { try ModelProfile($0, field: PolicyField.modelProfile.rawValue) })
  var targetModelProfile = PolicyField.modelProfile.standard

  @Option(
    help: "The profile that is to be active at run time.",
    transform: { try ModelProfile($0, field: PolicyField.runtime.rawValue) })
  var targetRuntimeModelProfile = PolicyField.runtime.standard

  @Option(
    help: "The profile that is to be active for ingestion.",
    transform: { try ModelProfile($0, field: PolicyField.ingestion.rawValue) })
  var targetIngestionModelProfile = PolicyField.ingestion.standard

  @Option(
    help: "The profile that is to be active for ingestion of older projects.",
    transform: { try ModelProfile($0, field: PolicyField.legacyIngestion.rawValue) })
  var targetLegacyIngestionModelProfile = PolicyField.legacyIngestion.standard

  @OptionGroup var system: RunningSystemOptions

  /// Whether an apply is asked for, be it for show.
  var isAsked: Bool { applyPolicy || applyDryRun }

  /// Whether an apply is to be made against the gate.
  var overrulesGate: Bool { isAsked && allowApplyWhenGateFails }

  /// Which profile is to be active where.
  var target: ProfilePolicy {
    var target = ProfilePolicy.standard
    target[.modelProfile] = targetModelProfile
    target[.runtime] = targetRuntimeModelProfile
    target[.ingestion] = targetIngestionModelProfile
    target[.legacyIngestion] = targetLegacyIngestionModelProfile
    return target
  }
}

/// What happens when the commit is made and the running system does not follow.
enum TargetFailure: String, ExpressibleByArgument, CaseIterable {
  /// The commit is rolled back by another one.
  case rollback
  /// It stays, and the difference is recorded.
  case diverged
}
