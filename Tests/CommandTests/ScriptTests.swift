import Foundation
import Testing
import WritTesting

@Suite struct ScriptTests {
  private static let folder = Places.parent(#filePath) + "/Scripts"

  private static var names: [String] {
    let wanted = ProcessInfo.processInfo.environment["WRIT_SCRIPTS"] ?? ""
    do {
      return try Script.all(in: folder).filter { wanted.isEmpty || $0.contains(wanted) }
    } catch {
      preconditionFailure("\(error)")
    }
  }

  @Test(arguments: names)
  func `the script does what it says`(_ name: String) throws {
    let script = try Script(path: ScriptTests.folder + "/" + name)
    guard case .skipped(let reason) = try script.run() else { return }
    // A cancelled case leaves no line of its own in the output.
    print("skipped: \(name): \(reason)")
    try Test.cancel("\(reason)")
  }
}
