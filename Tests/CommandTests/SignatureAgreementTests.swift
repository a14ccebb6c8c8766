import Foundation
import Testing
import WritTesting

/// What `writ show` says of signatures is held against `git verify-commit` and `git verify-tag`.
@Suite struct SignatureAgreementTests {
  /// Lists of allowed signers; `{name}` stands for a key.
  private static let lists = [
    "ada@example.org {ada}\nbob@example.org {bob}\nrsa@example.org {rsa}\n",
    "ada@example.org namespaces=\"git\" {ada}\nbob@example.org namespaces=\"file\" {bob}\n",
    "ada@example.org valid-after=\"20240101Z\",valid-before=\"20250101Z\" {ada}\n"
      + "bob@example.org valid-before=\"20240101Z\" {bob}\n",
    "*@example.org cert-authority {ca}\n", "*,!ada@example.org {ada}\n", "# nobody\n",
    "old@example.org valid-before=\"20240101Z\" {rsa}\nnew@example.org {rsa}\n",
    "first@example.org namespaces=\"file\" {ada}\nsecond@example.org {ada}\n",
  ]
  private static let signers = ["ada", "bob", "rsa", "certified"]
  /// Before, in and after the year of the lists.
  private static let times: [Int64] = [1_690_000_000, 1_720_000_000, 1_750_000_000]

  @Test("git and writ agree on every signed commit of a corpus")
  func commits() throws {
    let corpus = try SignatureCorpus()
    var good = 0
    for (number, list) in Self.lists.enumerated() {
      let base = try corpus.base(list: list, number: number)
      for signer in Self.signers {
        for time in Self.times {
          let commit = try corpus.commit(on: base, signedBy: signer, at: time)
          let isGood = try corpus.gitVerifies(commit, list: number)
          let status = try corpus.status(of: commit)
          #expect((status == "good") == isGood, "list \(number), \(signer), \(time): \(status)")
          if isGood { good += 1 }
        }
      }
    }
    #expect((12...80).contains(good))
  }

  @Test("No byte of a signed commit can be flipped without notice")
  func flips() throws {
    let corpus = try SignatureCorpus()
    let base = try corpus.base(list: Self.lists[0], number: 0)
    let commit = try corpus.commit(on: base, signedBy: "ada", at: Self.times[1])
    let content = try corpus.repository.git("cat-file", "commit", commit)
    // The ids in the header must stay those of objects that are there.
    let start = try #require(content.firstRange(of: Array("author".utf8))).lowerBound
    var invalid = 0
    for index in stride(from: start, to: content.count, by: 7) {
      var mutant = content
      mutant[index] ^= 1 << UInt8(index % 7)
      let id = try corpus.store(mutant)
      let status = try corpus.status(of: id)
      #expect(status != "good", "byte \(index)")
      if status == "invalid" { invalid += 1 }
    }
    #expect(invalid > 50)
  }

  @Test(
    "Commits on which git's readers could disagree are never good",
    arguments: [
      "two signatures", "two authors", "another kind of signature", "a prolonged signature",
      "a signature of something else",
    ])
  func ambiguous(kind: String) throws {
    let corpus = try SignatureCorpus()
    let base = try corpus.base(list: Self.lists[0], number: 0)
    let commit = try corpus.commit(on: base, signedBy: "ada", at: Self.times[1])
    let other = try corpus.commit(on: base, signedBy: "ada", at: Self.times[2])
    var text = String(
      decoding: try corpus.repository.git("cat-file", "commit", commit), as: UTF8.self)
    let foreign = String(
      decoding: try corpus.repository.git("cat-file", "commit", other), as: UTF8.self)
    func signature(_ text: String) throws -> String {
      let start = try #require(text.range(of: "gpgsig ")).lowerBound
      let end = try #require(text.range(of: "-----END SSH SIGNATURE-----\n")).upperBound
      return String(text[start..<end])
    }
    let own = try signature(text)
    switch kind {
    case "two signatures": text = text.replacing(own, with: own + own)
    case "two authors":
      text = text.replacing(
        "committer ", with: "author X <x@example.org> 1 +0000\ncommitter ", maxReplacements: 1)
    case "another kind of signature":
      text = text.replacing(own, with: own + own.replacing("gpgsig", with: "gpgsig-sha256"))
    case "a prolonged signature": text = text.replacing(own, with: own + " \n")
    default: text = text.replacing(own, with: try signature(foreign))
    }
    #expect(try corpus.status(of: corpus.store(Array(text.utf8))) == "invalid")
  }

  @Test("git and writ agree on the tags of checkpoints")
  func tags() throws {
    let corpus = try SignatureCorpus()
    for (number, list) in Self.lists.enumerated() {
      let base = try corpus.base(list: list, number: number)
      try corpus.repository.git("update-ref", "refs/heads/main", base)
      for signer in Self.signers {
        for time in Self.times {
          let name = "checkpoint/\(number)-\(signer)-\(time)"
          try corpus.tag(name, base, signedBy: signer, at: time)
          let isGood = try corpus.gitVerifies(tag: name, list: number)
          let status = try corpus.status(ofCheckpoint: name)
          #expect((status == "good") == isGood, "list \(number), \(signer), \(time): \(status)")
        }
      }
    }
  }
}

/// A repository with keys, lists of signers, and commits and tags that git signs.
private struct SignatureCorpus {
  let repository: TemporaryRepository

  init() throws {
    repository = try TemporaryRepository()
    for (name, options) in [
      ("ada", ["-t", "ed25519"]), ("bob", ["-t", "ecdsa", "-b", "384"]),
      ("rsa", ["-t", "rsa", "-b", "2048"]), ("ca", ["-t", "ed25519"]),
      ("certified", ["-t", "ed25519"]),
    ] {
      try run("ssh-keygen", options + ["-q", "-N", "", "-C", name, "-f", ".git/\(name)"])
    }
    try run(
      "ssh-keygen",
      [
        "-q", "-s", ".git/ca", "-I", "c", "-n", "cert@example.org", "-V", "20240101Z:20250101Z",
        ".git/certified.pub",
      ])
    try repository.git("config", "gpg.format", "ssh")
  }

  @discardableResult
  private func run(
    _ program: String, _ arguments: [String], extra: [String: String] = [:], input: [UInt8] = []
  ) throws -> ProcessOutcome {
    let outcome = try repository.run(program, arguments, input: input, extra: extra)
    guard outcome.status == 0 else {
      throw CommandFailureText(description: "\(program) \(arguments): \(outcome.errorText)")
    }
    return outcome
  }

  private func line(_ outcome: ProcessOutcome) -> String {
    outcome.outputText.trimmingCharacters(in: .newlines)
  }

  /// A commit with rules and a list of signers.
  func base(list: String, number: Int) throws -> String {
    var text = list
    for name in ["ada", "bob", "rsa", "ca"] {
      let key = String(decoding: try repository.read(".git/\(name).pub"), as: UTF8.self)
      text = text.replacing(
        "{\(name)}", with: key.split(separator: " ").prefix(2).joined(separator: " "))
    }
    try repository.write(".git/signers-\(number)", text.utf8)
    try repository.write("governance/rules.json", #"{"version":1,"rules":[]}"#.utf8)
    try repository.write("governance/allowed_signers", text.utf8)
    try repository.git("add", "--all")
    let tree = line(try run("git", ["write-tree"]))
    return line(
      try run("git", ["commit-tree", tree, "-m", "base \(number)"], extra: dates(1_600_000_000)))
  }

  private func dates(_ time: Int64) -> [String: String] {
    ["GIT_AUTHOR_DATE": "\(time) +0000", "GIT_COMMITTER_DATE": "\(time) +0000"]
  }

  private func key(_ signer: String) -> String {
    repository.path + "/.git/" + (signer == "certified" ? "certified-cert.pub" : signer)
  }

  func commit(on base: String, signedBy signer: String, at time: Int64) throws -> String {
    let arguments = [
      "commit-tree", "\(base)^{tree}", "-p", base, "-S\(key(signer))", "-m", "\(signer) \(time)",
    ]
    return line(try run("git", arguments, extra: dates(time)))
  }

  func tag(_ name: String, _ commit: String, signedBy signer: String, at time: Int64) throws {
    try run("git", ["tag", "-u", key(signer), "-m", "a tag", name, commit], extra: dates(time))
  }

  func store(_ content: [UInt8]) throws -> String {
    line(
      try run(
        "git", ["hash-object", "-t", "commit", "-w", "--stdin", "--literally"], input: content))
  }

  // MARK: Verdicts

  private func verifies(_ words: [String], list: Int) throws -> Bool {
    let file = "gpg.ssh.allowedSignersFile=\(repository.path)/.git/signers-\(list)"
    return try repository.run("git", ["-c", file] + words).status == 0
  }

  func gitVerifies(_ commit: String, list: Int) throws -> Bool {
    try verifies(["verify-commit", commit], list: list)
  }

  func gitVerifies(tag: String, list: Int) throws -> Bool {
    try verifies(["verify-tag", tag], list: list)
  }

  func status(of commit: String) throws -> String { try status(["show", commit]) }

  func status(ofCheckpoint name: String) throws -> String {
    try status(["checkpoint", "show", name])
  }

  /// The status of a signature, or of a command that refused to look.
  private func status(_ words: [String]) throws -> String {
    let program = try #require(Places.program, "build the product writ first")
    let outcome = try repository.run(program, words + ["--format", "json"])
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    let signature = object?["signature"] as? [String: Any]
    return signature?["status"] as? String ?? "refused with \(outcome.status)"
  }
}

private struct CommandFailureText: Error, CustomStringConvertible {
  let description: String
}
