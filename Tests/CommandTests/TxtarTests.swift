import Testing
import WritTesting

@Suite struct TxtarTests {
  private func parsed(_ text: String) -> Txtar { Txtar(Array(text.utf8)) }

  private func file(_ name: String, _ text: String) -> Txtar.File {
    Txtar.File(name: name, contents: Array(text.utf8))
  }

  @Test func `an archive is a comment and files`() {
    let archive = parsed("one\n\n-- a.txt --\nx\ny\n-- b/c --\n")
    #expect(archive.comment == Array("one\n\n".utf8))
    #expect(archive.files == [file("a.txt", "x\ny\n"), file("b/c", "")])
  }

  @Test func `spaces around a name are no part of it, spaces inside are`() {
    #expect(parsed("--  a b  --\n").files == [file("a b", "")])
  }

  @Test(arguments: [
    "--", "-- --", "--  --", "--a--", "-- a", "a --", "-- a --x", " -- a --", "---",
  ])
  func `a line that is almost a marker is text`(line: String) {
    #expect(parsed(line + "\n") == Txtar(comment: Array((line + "\n").utf8), files: []))
  }

  @Test func `a last line without a line feed gets one`() {
    #expect(parsed("-- a --\nx").files == [file("a", "x\n")])
    #expect(parsed("x").comment == Array("x\n".utf8))
  }

  @Test func `bytes stay as they are`() {
    let bytes = Array("c\r\n-- a --\n".utf8) + [0x00, 0xFF, 0x0D, 0x0A]
    #expect(Txtar(bytes).bytes == bytes)
    #expect(Txtar(bytes).files.first?.contents == [0x00, 0xFF, 0x0D, 0x0A])
  }

  @Test(arguments: ["", "x\n", "-- a --\n", "x\n-- a --\ny\n-- b --\n-- c --\nz\n"])
  func `an archive writes back as it was read`(text: String) {
    #expect(parsed(text).bytes == Array(text.utf8))
  }
}
