import ArgumentParser
import Writ
import WritGit
import WritJSON

struct DriverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "driver",
    abstract: "Let git merge and compare policies by value.",
    subcommands: [Install.self, Merge.self, TextConversion.self])

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "install",
      abstract: "Set writ as git's merge and diff driver for policies in this repository.",
      discussion: """
        'git merge', 'git rebase', 'git cherry-pick', 'git diff' and 'git log -p' then work by \
        value. The settings go into the repository's own configuration, the attributes into \
        .gitattributes, which other clones get, and into info/attributes.
        """)
    @Flag(help: "Let the merge driver merge by value alone, as 'writ merge --strict' does.")
    var strict = false
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("driver install")
      let files = try Ledger.open(recovering: false).installDrivers(strict: strict)
      if common.isJSON {
        let list = files.map { file -> JSONValue in
          ["path": .string(file.path), "outcome": .string(file.outcome.rawValue)]
        }
        return Output.json("driver install", ["attributes": .array(list)])
      }
      for file in files { Output.line("\(file.outcome.rawValue.padded(to: 12))\(file.path)") }
    }
  }

  struct Merge: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "merge", abstract: "What git calls to merge one file.", shouldDisplay: false)
    @Argument var base: String
    @Argument var ours: String
    @Argument var theirs: String
    @Argument var path: String?
    @OptionGroup var rules: MergeOptions

    func run() throws {
      Failure.command = "driver merge"
      var options = try rules.options()
      if let path {
        // Git runs drivers at the top of the work tree.
        options.identity = try DeclaredKeys(below: ".")
          .identity(forPolicyAt: path, besides: options.identity)
      }
      var driver = MergeDriver(path: path ?? ours, options: options)
      try driver.run(base: base, ours: ours, theirs: theirs)
    }
  }

  struct TextConversion: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "textconv", abstract: "What git calls to compare one file.", shouldDisplay: false
    )
    @Argument var file: String

    func run() throws {
      Failure.command = "driver textconv"
      let bytes = try Input.bytes(file)
      do throws(JSONError) {
        for line in try JSONDocument(parsing: bytes).value.valueLines() { Output.line(line) }
      } catch {
        // A file that is not strict JSON is compared as it is.
        Output.bytes(bytes)
      }
    }
  }
}
