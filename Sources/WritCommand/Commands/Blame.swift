import ArgumentParser
import Writ
import WritPolicy

struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame", abstract: "Show who made each value of a document, when and why.",
    discussion: """
      Values are followed through layout, order, arrays, moves and renamed files. With --tree the \
      document is printed with what stands behind each value beside it.
      """)

  @Argument(help: ArgumentHelp("The document, or a value in it.", valueName: "NAME[#/pointer]"))
  var place: String
  @Argument(help: "The revision whose version is told; the tip when not given.")
  var revision: String?
  @Flag(help: "Print the document with its provenance beside it.") var tree = false
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("blame")
    let place = try PolicyPlace(place)
    let ledger = try Ledger.open()
    let blame = try ledger.blame(place.name, place.pointer, at: revision)
    let text = BlameText(blame: blame)
    if common.isJSON { return Output.json("blame", text.json) }
    if tree { text.printTree() } else { text.printValues() }
  }
}
