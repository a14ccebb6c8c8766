import ArgumentParser
import Glibc
import WritGit
import WritJSON
import WritPolicy
import WritServer

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve the profile policy of a branch over HTTP, and a page to work with it.",
    discussion: """
      GET and POST /profiles/model, its events and alerts; every change is an apply, with the \
      metadata of the request or else of these options. Requests show the token of the environment. \
      Listens on this machine only, unless told otherwise. What stands behind '--' are the options of \
      the dev-cycle that the page may start. Ctrl-C ends it.
      """)

  @Option(
    help: ArgumentHelp("Where to listen; port 0 for any that is free.", valueName: "HOST:PORT"))
  var listen = "127.0.0.1:42069"

  @Option(help: "The variable of the environment that has the token.")
  var tokenEnv = "WRIT_SERVE_TOKEN"

  @Option(
    help: ArgumentHelp("Serve by TLS with this certificate chain, in PEM.", valueName: "FILE"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp("The key of the certificate, in PEM.", valueName: "FILE"))
  var tlsKey: String?

  @Flag(help: "Listen beyond this machine although the connection is not encrypted.")
  var unencrypted = false

  @Flag(help: "Answer questions, and change nothing.")
  var readOnly = false

  @OptionGroup var place: ProfilePlace

  @Option(help: ArgumentHelp("The folder of reports.", valueName: "DIR"))
  var outputDir = BenchPlaces.reports

  @OptionGroup var metadata: MetadataOptions
  @OptionGroup var signing: SigningOptions
  @OptionGroup var common: CommonOptions

  @Argument(parsing: .postTerminator, help: "Options of the dev-cycle that the page may start.")
  var cycle: [String] = []

  mutating func validate() throws {
    guard (tlsCertificate == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-certificate and --tls-key go together.")
    }
    let own = ["--apply-policy", "--apply-dry-run", "--output-dir", "--format", "--branch"]
    for word in cycle where own.contains(where: { word == $0 || word.hasPrefix($0 + "=") }) {
      throw ValidationError(
        "'\(word)' is not for the page's dev-cycle: the page sees to it itself.")
    }
  }

  func run() throws {
    common.begin("serve")
    var settings = Server.Settings(token: try token())
    (settings.host, settings.port) = try address()
    settings.open = ServedPage.open
    if let tlsCertificate, let tlsKey { settings.certificate = (tlsCertificate, tlsKey) }
    let service = Service(
      profile: ServedProfile(
        policy: place.profilePolicy, branch: place.branch, metadata: metadata.given,
        signing: try signing.choice,
        isReadOnly: readOnly, hook: try AlertHook.configured()),
      runs: ServedRuns(
        folder: outputDir, policy: place.profilePolicy, branch: place.branch,
        metadata: metadata.given,
        signing: signing.words, isReadOnly: readOnly, job: CycleJob(cycle)))
    // A client that goes away is no reason to end.
    signal(SIGPIPE, SIG_IGN)
    Interruption.take(telling: "Stopping. Once more ends at once.")
    let server = try Server(settings) { service.answer($0) }
    Interruption.onRequest { server.stop() }
    if common.isJSON {
      Output.json("serve", ["url": .string(server.url)])
    } else {
      Output.line("listening  \(server.url)")
    }
    Output.flush()
    server.wait()
    service.runs.job.stop()
  }

  private func token() throws -> AccessToken {
    guard let text = Environment.value(tokenEnv) else {
      throw UsageError(
        "There is no token, so nobody could be told from anybody else.",
        hint: "set \(tokenEnv), for instance to what 'openssl rand -hex 32' prints")
    }
    do throws(ServerError) {
      return try AccessToken(text)
    } catch {
      throw UsageError("\(tokenEnv): \(error.message)", hint: error.hint)
    }
  }

  private func address() throws -> (host: String, port: Int) {
    guard let colon = listen.utf8.lastIndex(of: UInt8(ascii: ":")),
      let port = Int(listen[listen.index(after: colon)...]), (0...65_535).contains(port)
    else {
      throw UsageError("--listen '\(listen.oneLine)' is no place.", hint: "write HOST:PORT")
    }
    var host = String(listen[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    guard !host.isEmpty else {
      throw UsageError("--listen names no host.", hint: "write 127.0.0.1:\(port)")
    }
    let isHere = ["127.0.0.1", "::1", "localhost"].contains(host)
    guard isHere || tlsCertificate != nil || unencrypted else {
      throw UsageError(
        "Listening on \(host) without encryption lets everyone on the way read the token.",
        hint: "give --tls-certificate and --tls-key, or say --unencrypted")
    }
    return (host, port)
  }
}
