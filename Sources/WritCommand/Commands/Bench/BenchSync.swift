import ArgumentParser
import WritClient
import WritJSON
import WritPolicy
import WritTrials

extension BenchCommand {
  struct Sync: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sync",
      abstract: "Let an Ollama server fetch the models of the matrix that it lacks.")

    @Flag(help: "Fetch the models that are not measured by default as well.")
    var includeOptional = false

    @Option(help: ArgumentHelp("The model matrix (\(BenchPlaces.matrix)).", valueName: "FILE"))
    var matrix: String?

    @OptionGroup var server: ServerOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("bench sync")
      guard let matrix = try BenchPlaces.matrix(matrix) else {
        throw UsageError("There is no model matrix: name one with --matrix.")
      }
      Interruption.take()
      let (server, network) = try server.connect()
      guard let ollama = server as? OllamaServer else {
        throw UsageError("Only Ollama's API can fetch models.")
      }
      let installed = try network.ask { () async throws(ServerFailure) in try await ollama.models()
      }
      var fetched: [String] = []
      for entry in try matrix.selected(named: [], includingOptional: includeOptional)
      where !ModelMatrix.isInstalled(entry.tag, among: installed) {
        if !common.isJSON { Output.message("note: Fetching '\(entry.tag.oneLine)'.") }
        try network.ask { () async throws(ServerFailure) in try await ollama.pull(entry.tag) }
        fetched.append(entry.tag)
      }
      if common.isJSON {
        Output.json("bench sync", ["fetched": .array(fetched.map(JSONValue.string))])
      } else {
        for tag in fetched { Output.line("fetched  \(Printable.line(tag))") }
        if fetched.isEmpty { Output.line("The server has every model already.") }
      }
    }
  }
}
