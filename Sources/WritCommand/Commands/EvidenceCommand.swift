import ArgumentParser
import WritEvidence
import WritGit
import WritJSON
import WritPolicy

struct EvidenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence", abstract: "Read results of other tools as evidence.",
    subcommands: [Import.self])

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "import",
      abstract: "Sum up result files in the one form that gates read.",
      discussion: """
        The kind is told by the content. Several files make one summary, with a group for each. \
        CSV and JSON lines are read in memory that does not grow with the file.
        """)

    @Argument(help: "Result files, or - for standard input.")
    var files: [String]

    @Option(help: "What the files are, when the content does not tell: \(EvidenceKind.names).")
    var kind: EvidenceKindOption?

    @Option(help: "The name of the thing measured, where the file does not name it.")
    var group: String?

    @Option(help: "When it was measured, where the file does not tell: an RFC 3339 date-time.")
    var recordedAt: String?

    @Option(help: ArgumentHelp("Write the summary here.", valueName: "summary.json"))
    var out: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("evidence import")
      var parts: [SummaryPart] = []
      for file in files {
        parts.append(SummaryPart(file: file, summary: try EvidenceFile.summary(file, kind?.kind)))
      }
      var summary = try SummaryPart.joined(parts, group: group)
      if let recordedAt { try summary.note(recordedAt) }
      if let out { try FileSystem.write(summary.json.serialized(), to: out, durable: false) }
      if common.isJSON {
        Output.json("evidence import", ["summary": summary.json])
      } else if out == nil {
        Output.bytes(summary.json.serialized())
      } else {
        SummaryText.print(summary)
      }
    }
  }
}

/// A kind as an option names it.
struct EvidenceKindOption: ExpressibleByArgument {
  let kind: EvidenceKind

  init?(argument: String) {
    guard let kind = EvidenceKind(rawValue: argument) else { return nil }
    self.kind = kind
  }

  static var allValueStrings: [String] { EvidenceKind.allCases.map(\.rawValue) }
}

extension EvidenceSummary {
  /// Takes a time that the file does not tell; one that it tells is not overruled.
  fileprivate mutating func note(_ text: String) throws {
    guard recordedAt == nil else {
      throw UsageError(
        "The file says itself that it was recorded at \(recordedAt?.description ?? "").",
        hint: "leave --recorded-at away")
    }
    recordedAt = try TimeOption.read(text, "--recorded-at")
    notes.append("The time of the measurement was given when it was imported.")
  }
}
