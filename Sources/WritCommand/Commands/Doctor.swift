import ArgumentParser
import Writ
import WritJSON

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look for what is unfinished, orphaned or misconfigured.")

  @Flag(help: "Mend what can safely be mended.")
  var fix = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("doctor")
    let found = try Ledger.open(recovering: false).examine(fixing: fix)
    if common.isJSON {
      let list = found.map { ailment -> JSONValue in
        [
          "code": .string(ailment.code), "message": .string(ailment.message),
          "mend": .string(ailment.mend), "mended": .bool(ailment.isMended),
        ]
      }
      Output.json("doctor", ["ailments": .array(list)])
    } else {
      for ailment in found {
        Output.line("\(ailment.isMended ? "mended" : "found ")  \(ailment.message)")
        if !ailment.isMended { Output.line("        mend: \(ailment.mend)") }
      }
      if found.isEmpty { Output.line("All is well.") }
    }
    if found.contains(where: { !$0.isMended }) { throw ExitStatus.refused }
  }
}
