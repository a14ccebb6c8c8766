import ArgumentParser
import Writ
import WritEvidence
import WritGit
import WritJSON
import WritPolicy

extension GateCommand {
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Check gates: those under governance/gates/, or the files given.")

    @Argument(help: "Gates, and folders of them.") var paths: [String] = []
    @OptionGroup var clock: AsOfOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("gate check")
      let files = try paths.isEmpty ? Self.ownGates() : paths.flatMap(Input.documents)
      let now = try clock.time()
      let results = try files.map { (path: $0, findings: try Self.check($0, at: now)) }
      let findings = results.flatMap(\.findings)
      if common.isJSON {
        Output.json(
          "gate check",
          [
            "checked": .array(files.map(JSONValue.string)),
            "findings": .array(findings.map(\.json)),
          ])
      } else {
        for finding in findings {
          Output.line("\(finding.path ?? "")#\(finding.pointer ?? ""): \(finding.message)")
          Output.line("  mend: \(finding.mend)")
        }
        Output.line("\(files.count) checked, \(findings.count) findings")
      }
      if !findings.isEmpty { throw ExitStatus.refused }
    }

    private static func ownGates() throws -> [String] {
      guard let root = try Repository.open(environment: true).workTree else {
        throw UsageError("A bare repository has no files; name the gates.")
      }
      return try FileSystem.files(below: root + "/" + Gate.folder.dropLast())
        .filter { $0.hasSuffix(".json") }
    }

    private static func check(_ path: String, at now: Instant) throws -> [Finding] {
      let document = try Input.document(path).value
      do throws(PolicyError) {
        let gate = try Gate(document, name: GateInput.name(ofFile: path))
        return gate.staleness(at: now, path) + unknownKinds(gate, path)
      } catch {
        return [
          Finding(
            .gateForm, path: path, pointer: error.pointer, error.message,
            mend: error.hint ?? "correct the gate; docs/gates.md describes it")
        ]
      }
    }

    private static func unknownKinds(_ gate: Gate, _ path: String) -> [Finding] {
      gate.evidence.compactMap { wanted in
        guard let kind = wanted.kind, EvidenceKind(rawValue: kind) == nil else { return nil }
        return Finding(
          .gateForm, path: path, pointer: "/evidence",
          "'\(wanted.name)' is to be of the kind '\(kind)', which is not known.",
          mend: "known kinds: \(EvidenceKind.names)")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the gates of a branch and what they ask for.")

    @Option(help: "The branch; the one that is checked out when not given.") var branch: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      common.begin("gate list")
      let ledger = try Ledger.open()
      let snapshot = try ledger.snapshot(ledger.viewpoint(branch).tip)
      let gates = try snapshot.gateNames().compactMap(snapshot.gate)
      if common.isJSON {
        Output.json("gate list", ["gates": .array(gates.map(Self.json))])
      } else {
        for gate in gates { Self.print(gate) }
        if gates.isEmpty { Output.line("No gates.") }
      }
    }

    private static func print(_ gate: Gate) {
      let evidence = gate.evidence.map(\.name).joined(separator: ", ")
      let count = gate.objectives.count + gate.conditions.count + gate.comparisons.count
      Output.line("\(Style.bold(gate.name))  \(gate.summary ?? "")")
      Output.line("  evidence  \(evidence.isEmpty ? "none" : evidence)")
      Output.line("  checks    \(count)\(gate.coverage == nil ? "" : ", and coverage")")
      Output.line("  digest    \(gate.digest)")
    }

    private static func json(_ gate: Gate) -> JSONValue {
      var object: JSONObject = [
        "name": .string(gate.name), "digest": .string(gate.digest.description),
        "evidence": .array(gate.evidence.map { .string($0.name) }),
        "objectives": .number(JSONNumber(gate.objectives.count)),
        "checks": .number(JSONNumber(gate.conditions.count)),
        "comparisons": .number(JSONNumber(gate.comparisons.count)),
        "coverage": .bool(gate.coverage != nil),
      ]
      object["description"] = gate.summary.map(JSONValue.string)
      return .object(object)
    }
  }
}

extension Gate {
  /// What was right once and is not any more.
  fileprivate func staleness(at now: Instant, _ path: String) -> [Finding] {
    quarantine.enumerated().filter { $0.element.until.isPast(at: now) }.map { index, item in
      Finding(
        .gateForm, path: path, pointer: "/quarantine/\(index)",
        "The quarantine of '\(item.id)' ended at \(item.until), so the case counts again.",
        mend: "mend the case with \(item.owner) and remove the entry, or set a later date")
    }
  }
}
