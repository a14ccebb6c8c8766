import ArgumentParser
import Writ
import WritExpression
import WritGit
import WritJSON
import WritPolicy

struct BisectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bisect", abstract: "Find the change at which a condition became true.",
    discussion: """
      The condition is an expression (CEL) over 'value', the value at the place, 'before', the value \
      that it had, and 'policy', the whole document; each is null where there is none. Every version \
      counts, so a condition that came and went is found as well.
      """)

  @Argument(help: ArgumentHelp("The value, or the document.", valueName: "NAME#/pointer"))
  var place: String
  @Option(help: ArgumentHelp("The condition.", valueName: "EXPR")) var when: String
  @Argument(help: "The revision whose history is searched; the tip when not given.")
  var revision: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    common.begin("bisect")
    let place = try PolicyPlace(place)
    let condition = try Condition(when)
    let ledger = try Ledger.open()
    let found = try ledger.bisect(
      place.name, place.pointer, at: revision, usesDocument: condition.usesDocument,
      judge: condition.judge)
    if let reason = found.undecided.reason {
      Output.message(
        "note: The condition could not be decided on \(found.undecided.count) of "
          + "\(found.versions) versions, which count as not true: \(reason)")
    }
    if common.isJSON { Output.json("bisect", json(found)) } else { print(found) }
  }

  private func print(_ found: Bisection) {
    let place = "\(found.document)#\(found.pointer)".oneLine
    guard let first = found.spans.first else {
      Output.line("\(place): the condition was true of none of \(found.versions) versions.")
      return printSpans(found)
    }
    Output.line(Style.bold("\(place): \(when)".oneLine))
    for span in found.spans {
      let values = [span.before, span.value].map { $0.map(ChangeText.shown) ?? "none" }
      Output.line("true since  \(values[0]) -> \(values[1])".oneLine)
      Output.line("    " + StoryText.line(span.story))
      if let end = span.end {
        Output.line("until")
        Output.line("    " + StoryText.line(end))
      }
    }
    Output.line("first: \(first.story.commit.id.hex)")
    printSpans(found)
  }

  private func printSpans(_ found: Bisection) {
    for span in found.unreadable {
      Output.line(Style.yellow("unreadable  ") + StoryText.sentence(span))
    }
  }

  private func json(_ found: Bisection) -> JSONObject {
    var object: JSONObject = [
      "policy": .string(found.document.text), "pointer": .string(found.pointer.description),
      "tip": .string(found.tip.hex), "condition": .string(when),
      "versions": .number(JSONNumber(found.versions)),
      "undecided": .number(JSONNumber(found.undecided.count)),
    ]
    object["first"] = found.spans.first.map { .object(json($0)) } ?? .null
    object["isTrue"] = .bool(found.spans.last.map { $0.end == nil } ?? false)
    object["spans"] = .array(found.spans.map { .object(json($0)) })
    object["unreadable"] = .array(found.unreadable.map(StoryText.json))
    return object
  }

  private func json(_ span: Bisection.Span) -> JSONObject {
    var object = StoryText.json(span.story)
    object["before"] = span.before
    object["value"] = span.value
    object["until"] = span.end.map { .object(StoryText.json($0)) }
    return object
  }
}

/// An expression that is asked of versions.
private struct Condition {
  private let program: WritExpression.Program

  private static let variables = ["value", "before", "policy"]

  init(_ source: String) throws {
    var types: [String: ValueType] = [:]
    for name in Self.variables { types[name] = .document }
    do throws(ExpressionError) {
      program = try Expression(parsing: source)
        .checked(environment: WritExpression.Environment(variables: types))
    } catch {
      guard Failure.format == .text else { throw error }
      Output.message("error: \(error.rendered(source: source))")
      throw ExitStatus.usage
    }
  }

  /// Whether more than the value and the one before it matters.
  var usesDocument: Bool { program.variables.contains("policy") }

  func judge(_ subject: ConditionSubject) -> ConditionVerdict {
    do throws(ExpressionError) {
      var bindings = Bindings()
      bindings["value"] = try Value(json: subject.value ?? .null)
      bindings["before"] = try Value(json: subject.before ?? .null)
      if usesDocument { bindings["policy"] = try Value(json: subject.policy ?? .null) }
      guard case .bool(let answer) = try program.evaluate(bindings) else {
        return .undecided("It is neither true nor false.")
      }
      return answer ? .yes : .no
    } catch {
      // A place that is not there yet has no number to compare.
      return subject.value == nil ? .no : .undecided(error.description)
    }
  }
}
