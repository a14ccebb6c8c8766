import ArgumentParser
import WritClient
import WritJSON
import WritTrials

extension BenchCommand {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the models of the matrix, and whether the server has them.")

    @Option(help: ArgumentHelp("The model matrix (\(BenchPlaces.matrix)).", valueName: "FILE"))
    var matrix: String?

    @OptionGroup var server: ServerOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("bench list")
      Interruption.take()
      let (server, network) = try server.connect()
      let installed = try self.server.introduction(of: server, network).models
      let matrix = try BenchPlaces.matrix(matrix)
      let others = installed.filter { model in
        matrix?.entries.contains { ModelMatrix.isInstalled($0.tag, among: [model]) } != true
      }
      if common.isJSON {
        Output.json("bench list", json(matrix, installed, others))
      } else {
        print(matrix, installed, others)
      }
    }

    private func json(
      _ matrix: ModelMatrix?, _ installed: [InstalledModel], _ others: [InstalledModel]
    ) -> JSONObject {
      [
        "models": .array(
          (matrix?.entries ?? []).map { entry in
            var object = entry.json.objectValue ?? [:]
            object["installed"] = .bool(ModelMatrix.isInstalled(entry.tag, among: installed))
            return .object(object)
          }), "others": .array(others.map { .string($0.name) }),
      ]
    }

    private func print(
      _ matrix: ModelMatrix?, _ installed: [InstalledModel], _ others: [InstalledModel]
    ) {
      for entry in matrix?.entries ?? [] {
        let state = ModelMatrix.isInstalled(entry.tag, among: installed) ? "installed" : "missing"
        let memory = entry.memory.map { ", \($0) GB" } ?? ""
        let use = entry.use.map { ", \(Printable.line($0))" } ?? ""
        Output.line(
          "\(Style.bold(Printable.line(entry.tag)))  \(state), "
            + "\(entry.isDefault ? "default" : "optional")\(memory)\(use)")
      }
      for model in others { Output.line("\(Printable.line(model.name))  not in the matrix") }
      if matrix == nil { Output.message("note: There is no \(BenchPlaces.matrix).") }
      if matrix == nil, installed.isEmpty { Output.line("No models.") }
    }
  }
}
