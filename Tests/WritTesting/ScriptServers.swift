import WritJSON
import WritLoopback

/// Servers that a script's programs talk to; they end with the script.
final class ScriptServers {
  private var running: [LoopbackServer] = []
  private var programs: [String: RunningProcess] = [:]

  deinit { for server in running { server.stop() } }

  /// `serve NAME KIND WORD...`.
  static func serve(_ arguments: ScriptArguments, on run: inout ScriptRun) throws {
    try arguments.notNegated()
    let words = try arguments.atLeast(2)
    var options: [String: String] = [:]
    var names: [String] = []
    for word in words.dropFirst(2) {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let isOption = word == "tls" || ["token", "pace", "fault", "loading"].contains(parts[0])
      if isOption {
        options[parts[0]] = parts.count > 1 ? parts[1] : ""
      } else {
        names.append(word)
      }
    }
    let answer = try answer(words[1], names, options, run)
    let server = try LoopbackServer(isEncrypted: options["tls"] != nil, answer)
    run.servers.running.append(server)
    run.variables[words[0]] = server.url
    if options["tls"] != nil {
      let path = run.resolve("loopback.pem")
      try Files.write(path, Array(LoopbackCertificate.certificate.utf8))
      run.variables["CERTIFICATE"] = path
    }
  }

  /// `start NAME WORD...`: writ runs beside the script; the address that it says becomes `$NAME`.
  static func start(_ arguments: ScriptArguments, on run: inout ScriptRun) throws {
    try arguments.notNegated()
    let words = try arguments.atLeast(2)
    guard let program = Places.program else { throw ScriptError("writ has not been built") }
    let started = try Subprocess(
      program, Array(words.dropFirst()), environment: run.variables, directory: run.directory
    ).start()
    run.servers.programs[words[0]] = started
    guard let place = try started.firstLine().split(separator: " ").last else {
      throw ScriptError("the program does not say where it listens")
    }
    run.variables[words[0]] = String(place)
  }

  /// `stop NAME`: it ends, and well.
  static func stop(_ arguments: ScriptArguments, on run: inout ScriptRun) throws {
    try arguments.notNegated()
    let name = try arguments.exactly(1)[0]
    guard let program = run.servers.programs.removeValue(forKey: name) else {
      throw ScriptError("nothing was started as \(name)")
    }
    let status = program.stop()
    if status != 0 { throw ScriptError("the program ended with \(status)") }
  }

  private static func answer(
    _ kind: String, _ names: [String], _ options: [String: String], _ run: ScriptRun
  ) throws -> LoopbackServer.Answer {
    switch kind {
    case "models":
      let pace = options["pace"].flatMap { Int($0) } ?? 0
      let loading = options["loading"].flatMap { Int($0) } ?? 0
      let models = LoopbackModels(names, token: options["token"], pace: pace, loading: loading)
      return { models.answer($0) }
    case "profiles":
      guard let file = names.first else { throw ScriptError("serve profiles needs a file") }
      let fault = try options["fault"].map { name in
        guard let fault = LoopbackProfiles.Fault(rawValue: name) else {
          throw ScriptError("there is no fault \(name)")
        }
        return fault
      }
      let document = try JSONDocument(parsing: run.contents(file)).value
      let profiles = try LoopbackProfiles(document, token: options["token"], fault: fault)
      return { profiles.answer($0) }
    case "hook":
      let hook = LoopbackHook(token: options["token"])
      return { hook.answer($0) }
    case "page": return { _ in LoopbackModels.page }
    default: throw ScriptError("there is no server of the kind \(kind)")
    }
  }
}
