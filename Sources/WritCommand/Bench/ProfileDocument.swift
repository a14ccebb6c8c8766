import Writ
import WritJSON
import WritPolicy
import WritTrials

/// The profile policy as a branch has it.
struct ProfileDocument {
  let name: DocumentName
  let value: JSONValue
  private let snapshot: Snapshot

  /// Reads it at the tip of a branch.
  init(_ name: String, _ ledger: Ledger, _ branch: String?) throws {
    self.name = try DocumentName(name)
    snapshot = try ledger.snapshot(ledger.branch(branch).tip)
    guard let stored = try snapshot.stored(self.name) else {
      throw TrialError(
        .noPolicy, "The branch has no profile policy '\(name.oneLine)'.",
        hint: "'writ init --template models' lays one down; --profile-policy names another")
    }
    do throws(JSONError) {
      value = try JSONDocument(parsing: stored.bytes).value
    } catch {
      throw TrialError(
        .noPolicy, "The profile policy '\(name.oneLine)' is not strict JSON: \(error.message)")
    }
  }

  /// Refuses a promotion policy that is not the branch's: whoever applies does not judge by rules of
  /// their own.
  func requireGoverned(_ bytes: [UInt8], _ path: String) throws {
    guard let governed = try snapshot.file(BenchPlaces.promotion), governed != bytes else { return }
    throw TrialError(
      .approval,
      "The gate was asked by '\(path.oneLine)', which is not \(BenchPlaces.promotion) as the "
        + "branch has it.",
      hint: "commit the promotion policy first, or judge by the one of the branch")
  }

  /// The steps that set values which differ from what the document has.
  func edits(_ values: [(pointer: JSONPointer, value: JSONValue)]) -> [ChangeRequest.Edit] {
    values.filter { value.value(at: $0.pointer) != $0.value }.map {
      .set(name, $0.pointer, $0.value)
    }
  }
}
