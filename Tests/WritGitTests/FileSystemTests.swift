import Foundation
import Glibc
import Testing
import WritGit
import WritTesting

struct FileSystemTests {
  @Test("Folders are made with their parents, and a file in the way is an error")
  func folders() throws {
    let folder = try TemporaryFolder()
    try FileSystem.makeFolder(folder.path + "/a/b/c/")
    try FileSystem.makeFolder(folder.path + "/a/b/c")
    try folder.write("file", [1])
    #expect(code { try FileSystem.makeFolder(folder.path + "/file") } == .exists)
    #expect(code { try FileSystem.makeFolder(folder.path + "/file/x") } == .notFound)
    #expect(try FileSystem.names(in: folder.path) == ["a", "file"])
    #expect(try FileSystem.names(in: folder.path + "/none") == [])
    #expect(FileSystem.parent(of: "/a/b") == "/a" && FileSystem.parent(of: "/a") == nil)
  }

  @Test("A file is replaced whole, and nothing is left beside it", arguments: [false, true])
  func replacing(durable: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/state.json"
    for text in ["one", "two and more", ""] {
      try FileSystem.write(Array(text.utf8), to: path, durable: durable)
      #expect(try FileSystem.read(path, limit: 100) == Array(text.utf8))
    }
    #expect(try FileSystem.names(in: folder.path) == ["state.json"])
    try FileSystem.makeFolder(folder.path + "/taken/x")
    #expect(
      code { try FileSystem.write([1], to: folder.path + "/taken", durable: durable) } == .exists)
    #expect(try FileSystem.names(in: folder.path) == ["state.json", "taken"])
    #expect(try FileSystem.remove(path))
    #expect(try FileSystem.remove(path) == false)
    #expect(try FileSystem.read(path, limit: 1) == nil)
  }

  @Test("Writers at once never mix their bytes")
  func concurrentWriters() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/state"
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 as Range<UInt8> {
        group.addTask {
          let bytes = [UInt8](repeating: writer, count: 50_000)
          for _ in 0..<20 {
            #expect(throws: Never.self) { try FileSystem.write(bytes, to: path, durable: false) }
            let read = try? FileSystem.read(path, limit: 100_000)
            #expect(read?.count == 50_000 && Set(read ?? []).count == 1)
          }
        }
      }
    }
    #expect(try FileSystem.names(in: folder.path) == ["state"])
  }

  @Test("Only regular files of a bounded size are read")
  func reading() throws {
    let folder = try TemporaryFolder()
    mkfifo(folder.path + "/pipe", 0o600)
    #expect(code { _ = try FileSystem.read(folder.path + "/pipe", limit: 9) } == .invalid)
    #expect(code { _ = try FileSystem.read(folder.path, limit: 9) } == .invalid)
    try folder.write("big", [])
    truncate(folder.path + "/big", 1 << 40)
    #expect(code { _ = try FileSystem.read(folder.path + "/big", limit: 1 << 20) } == .invalid)
    #expect(code { _ = try FileSystem.read(folder.path + "/big/x", limit: 9) } == .notFound)
  }

  @Test("A lock is held against other processes, and given back")
  func fileLock() throws {
    let fixture = try Fixture()
    let path = fixture.git.path + "/lock"
    func other() throws -> Int32 {
      try fixture.git.run("flock", ["--nonblock", path, "true"]).status
    }
    do {
      let lock = try #require(try FileLock.acquire(path, waitingAtMost: 0))
      #expect(try other() == 1)
      #expect(try FileLock.acquire(path, waitingAtMost: 10) == nil)
      withExtendedLifetime(lock) {}
    }
    #expect(try other() == 0)
    symlink("elsewhere", fixture.git.path + "/link")
    #expect(
      code { _ = try FileLock.acquire(fixture.git.path + "/link", waitingAtMost: 0) }
        == .symbolicLink)
  }

  @Test("A full disk is told as such, and leaves nothing half done")
  func fullDisk() throws {
    let fixture = try Fixture()
    let mount = try fixture.makeFolder("mount")
    let made = try fixture.git.run("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", mount])
    guard made.status == 0 else { return }
    defer { _ = try? fixture.git.run("umount", [mount]) }
    let repository = try Repository.create(at: mount + "/r", bare: false, branch: "main")
    let objects = try repository.objects()
    let blob = try objects.write(Array("small\n".utf8), as: .blob)
    let workTree = try #require(WorkTree(of: repository))
    var noise = SeededGenerator(seed: 1)
    let big = (0..<400_000).map { _ in UInt8.random(in: 0...255, using: &noise) }
    let filler = mount + "/filler"
    #expect(code { _ = try objects.write(big, as: .blob) } == .diskFull)
    #expect(code { try workTree.write(big, to: "a.json") } == .diskFull)
    #expect(code { try FileSystem.write(big, to: mount + "/b", durable: true) } == .diskFull)
    #expect(try FileSystem.names(in: mount) == ["r"])
    #expect(try FileSystem.names(in: mount + "/r") == [".git"])
    let descriptor = open(filler, O_WRONLY | O_CREAT, 0o600)
    while Glibc.write(descriptor, big, 4_096) > 0 {}
    close(descriptor)
    let error = failure {
      let staged = try StagedIndex(of: repository, owner: "x")
      for number in 0..<200 { try staged.set(GitPath("f\(number)"), to: TreeEntry(id: blob)) }
      try staged.commit()
    }
    #expect(error?.code == .diskFull && error?.hint != nil)
    let left = try FileSystem.names(in: mount + "/r/.git").filter { $0.hasPrefix("index") }
    #expect(left == [])
    try FileSystem.remove(filler)
    try fixture.text("-C", mount + "/r", "fsck", "--strict")
  }

  @Test("A read-only repository is told as such")
  func readOnly() throws {
    let fixture = try Fixture()
    try fixture.git.write("a", "1\n".utf8)
    let commit = try fixture.commitAll()
    let mount = fixture.git.path
    guard try fixture.git.run("mount", ["--bind", mount, mount]).status == 0 else { return }
    defer { _ = try? fixture.git.run("umount", ["--lazy", mount]) }
    guard try fixture.git.run("mount", ["-o", "remount,ro,bind", mount]).status == 0 else { return }
    let repository = try fixture.open()
    let workTree = try #require(WorkTree(of: repository))
    #expect(try repository.resolve("HEAD") == commit)
    #expect(try workTree.status(of: []).isEmpty)
    let attempts: [() throws -> Void] = [
      { _ = try repository.objects().write(Array("new".utf8), as: .blob) },
      { try repository.updateReference("refs/heads/x", from: nil, to: commit, reason: "r") },
      { _ = try StagedIndex(of: repository, owner: "x") },
      { try workTree.write([1], to: "b/c") }, { try workTree.remove("a") },
      { try FileSystem.write([1], to: mount + "/b", durable: true) },
      { try repository.setConfiguration("a.b", to: "c") },
    ]
    for (number, attempt) in attempts.enumerated() {
      let error = failure(attempt)
      #expect(
        error?.code == .readOnly && error?.hint != nil, "\(number): \(String(describing: error))")
    }
  }
}
