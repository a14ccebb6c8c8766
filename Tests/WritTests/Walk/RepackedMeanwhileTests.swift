import Testing
import Writ
import WritGit
import WritTesting

@Suite("A repack while a history is verified")
struct RepackedMeanwhileTests {
  @Test("What it wrote nobody read, so no cache speaks of it")
  func cache() throws {
    let world = try PolicyWorld()
    let git = world.repository
    try git.git("repack", "-a", "-d", "-q")
    var request = VerifyRequest()
    request.range = "main"
    request.threads = 1
    let path = git.path + "/.git/writ/verified"
    let later = world.later.hex
    let first = try world.ledger().verify(request) { _ in
      // Another object gives the pack another name.
      _ = try? git.git("branch", "-f", "later", later)
      _ = try? git.git("repack", "-a", "-d", "-q")
    }
    #expect(!Files.exists(path))
    let second = try world.ledger().verify(request)
    #expect(Files.exists(path))
    let third = try world.ledger().verify(request)
    for report in [second, third] {
      #expect(report.problems.map(\.commit) == first.problems.map(\.commit))
    }
  }
}
