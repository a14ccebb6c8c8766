import Foundation
import Testing
import WritGit
import WritTesting

/// What a signature of a commit or a tag is made over, byte for byte as git has it.
struct SignedContentTests {
  /// A git whose signing program writes down what it is to sign.
  private struct Recorder {
    let fixture: Fixture

    init() throws {
      fixture = try Fixture()
      let path = fixture.git.path + "/recorder"
      // As git calls it: -Y sign -n git -f KEY FILE. The signature is a fixed text.
      try fixture.git.write(
        "recorder",
        """
        #!/bin/sh
        while [ $# -gt 1 ]; do shift; done
        cp "$1" '\(fixture.git.path)/.git/signed'
        printf '%s\\n' '-----BEGIN SSH SIGNATURE-----' 'U1NI' '-----END SSH SIGNATURE-----' > "$1.sig"

        """.utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      for (name, value) in [
        ("gpg.format", "ssh"), ("gpg.ssh.program", path), ("user.signingkey", path),
      ] { try fixture.text("config", name, value) }
    }

    /// The bytes that git last gave to the program.
    func signed() throws -> [UInt8] { try fixture.git.read(".git/signed") }
  }

  private static let armor = Array(
    "-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n".utf8)

  @Test(
    "The payload of a signed commit is what git gave to be signed",
    arguments: [
      "subject", "subject\n\nbody\n\n", "\n\nx", "-----BEGIN SSH SIGNATURE-----\nx\n",
      "gpgsig x\n y",
    ])
  func commits(message: String) throws {
    let recorder = try Recorder()
    let fixture = recorder.fixture
    try fixture.text("commit", "--allow-empty", "-m", "first")
    try fixture.text(
      "commit", "--allow-empty", "-S", "--cleanup=verbatim", "-F", "-", input: Array(message.utf8))
    let content = try fixture.git.git("cat-file", "commit", "HEAD")
    let parts = SignedContent(ofCommit: content)
    #expect(parts.payload == (try recorder.signed()))
    #expect(parts.signature == Self.armor)
    #expect(parts.problem == nil)
    #expect(SignedContent.commit(parts.payload, with: Self.armor) == content)
  }

  @Test(
    "The payload of a signed tag is what git gave to be signed",
    arguments: ["t\n", "t\n\nx\n", "a\n\n\n"])
  func tags(message: String) throws {
    let recorder = try Recorder()
    let fixture = recorder.fixture
    try fixture.text("commit", "--allow-empty", "-m", "first")
    try fixture.text("tag", "-s", "--cleanup=verbatim", "-F", "-", "v1", input: Array(message.utf8))
    let content = try fixture.git.git("cat-file", "tag", "v1")
    let parts = SignedContent(ofTag: content)
    #expect(parts.payload == (try recorder.signed()))
    #expect(parts.signature == Self.armor)
    #expect(parts.problem == nil)
    #expect(SignedContent.tag(parts.payload, with: Self.armor) == content)
  }

  @Test("The signed tag inside of a merge stays in what is signed")
  func mergedTags() throws {
    let recorder = try Recorder()
    let fixture = recorder.fixture
    try fixture.text("commit", "--allow-empty", "-m", "first")
    try fixture.text("checkout", "-q", "-b", "side")
    try fixture.text("commit", "--allow-empty", "-m", "side")
    try fixture.text("tag", "-s", "-m", "signed", "v1")
    try fixture.text("checkout", "-q", "main")
    try fixture.text("merge", "-q", "--no-ff", "-S", "--no-edit", "v1")
    let content = try fixture.git.git("cat-file", "commit", "HEAD")
    #expect(String(decoding: content, as: UTF8.self).contains("\nmergetag object"))
    let parts = SignedContent(ofCommit: content)
    #expect(parts.payload == (try recorder.signed()))
    #expect(parts.problem == nil)
  }

  private static let head = """
    tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904
    author A <a@example.org> 1 +0000
    committer A <a@example.org> 1 +0000

    """

  @Test(
    "Nobody can say what two signatures, or two authors, stand for",
    arguments: [
      head + "gpgsig a\n b\ngpgsig c\n\nm\n", head + "gpgsig a\nx y\ngpgsig c\n\nm\n",
      head + "gpgsig-sha256 a\n\nm\n", head + "gpgsigx a\ngpgsig b\n\nm\n", head + "gpgsig\n\nm\n",
      head + "author B <b@example.org> 2 +0000\ngpgsig a\n\nm\n",
      head + "committer B <b@example.org> 2 +0000\n\nm\n",
    ])
  func ambiguousCommits(text: String) {
    #expect(SignedContent(ofCommit: Array(text.utf8)).problem != nil)
  }

  @Test("A tag with two signatures is ambiguous, and the last one is git's")
  func ambiguousTags() {
    let head = "object 4b825dc642cb6eb9a060e54bf8d69288fbee4904\ntype commit\ntag t\n"
    let armor = String(decoding: Self.armor, as: UTF8.self)
    let pgp = "-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"
    for first in [armor, pgp] {
      let parts = SignedContent(ofTag: Array((head + "\nm\n" + first + armor).utf8))
      #expect(parts.problem != nil)
      #expect(parts.signature == Self.armor)
      #expect(parts.payload == Array((head + "\nm\n" + first).utf8))
    }
    let other = SignedContent(ofTag: Array((head + "gpgsig x\n\nm\n" + armor).utf8))
    #expect(other.problem != nil)
  }

  @Test(
    "Without a signature the payload is the whole object",
    arguments: ["", "\n", "x", head, head + "\nm gpgsig\n"])
  func unsigned(text: String) {
    for parts in [
      SignedContent(ofCommit: Array(text.utf8)), SignedContent(ofTag: Array(text.utf8)),
    ] {
      #expect(parts.payload == Array(text.utf8))
      #expect(parts.signature == nil)
      #expect(parts.problem == nil)
    }
  }
}
