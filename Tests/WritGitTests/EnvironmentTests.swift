import Foundation
import Glibc
import Testing
import WritGit
import WritTesting

/// The environment belongs to the whole process, so each of these runs in one of its own.
struct EnvironmentTests {
  @Test("In a quarantine new objects are seen, and written there")
  func quarantine() async throws {
    let fixture = try Fixture(bare: true)
    let folder = fixture.git.path
    let blob = try fixture.text(
      "hash-object", "-w", "--stdin", input: Array("pushed".utf8),
      extra: ["GIT_OBJECT_DIRECTORY": try fixture.makeFolder("objects/incoming")])
    let arguments = [folder, blob, Isolation.path]
    await #expect(processExitsWith: .success) { [arguments = arguments as [String]] in
      setenv("GIT_DIR", arguments[0], 1)
      setenv("GIT_OBJECT_DIRECTORY", arguments[0] + "/objects/incoming", 1)
      setenv("GIT_ALTERNATE_OBJECT_DIRECTORIES", arguments[0] + "/objects", 1)
      try Libgit2.isolateConfiguration(in: arguments[2])
      let repository = try Repository.open(environment: true)
      let objects = try repository.objects()
      let pushed = try #require(ObjectID(arguments[1]))
      #expect(try objects.blob(pushed) == Array("pushed".utf8))
      #expect(try !Repository.open(at: arguments[0]).objects().contains(pushed))
      let mine = try objects.write(Array("mine".utf8), as: .blob)
      try objects.flush()
      let place = "/objects/incoming/\(mine.hex.prefix(2))/\(mine.hex.dropFirst(2))"
      #expect(FileSystem.exists(arguments[0] + place))
    }
  }

  @Test("The index that a hook was given is the one that is read and written")
  func indexFile() async throws {
    let fixture = try Fixture()
    try fixture.git.write("a", "1\n".utf8)
    try fixture.commitAll()
    let other = fixture.git.path + "/.git/other-index"
    let index = ["GIT_INDEX_FILE": other]
    try fixture.git.write("b", "2\n".utf8)
    try fixture.text("add", "b", extra: index)
    let arguments = [fixture.git.path, other, Isolation.path]
    await #expect(processExitsWith: .success) { [arguments = arguments as [String]] in
      chdir(arguments[0])
      setenv("GIT_DIR", ".git", 1)
      setenv("GIT_INDEX_FILE", arguments[1], 1)
      try Libgit2.isolateConfiguration(in: arguments[2])
      let repository = try Repository.open(environment: true)
      let files = try repository.stagedFiles(under: [GitPath("")])
      #expect(files.map(\.path) == ["b"])
      let staged = try StagedIndex(of: repository, owner: "x")
      try staged.set("c", to: files[0].entry)
      try staged.commit()
    }
    #expect(try fixture.text("ls-files", extra: index) == "b\nc")
    #expect(try fixture.text("ls-files") == "a")
  }

  @Test("A work tree named by the environment is heeded or refused, never mistaken")
  func workTreeVariable() async throws {
    let fixture = try Fixture()
    let other = try fixture.makeFolder("elsewhere")
    let arguments = [fixture.git.path, other, Isolation.path]
    await #expect(processExitsWith: .success) { [arguments = arguments as [String]] in
      setenv("GIT_DIR", arguments[0] + "/.git", 1)
      setenv("GIT_WORK_TREE", arguments[1], 1)
      try Libgit2.isolateConfiguration(in: arguments[2])
      let repository = try Repository.open(environment: true)
      #expect(repository.workTree == arguments[1])
    }
  }
}

extension Fixture {
  /// Makes a folder below the repository and gives its path.
  func makeFolder(_ name: String) throws -> String {
    let path = git.path + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}
