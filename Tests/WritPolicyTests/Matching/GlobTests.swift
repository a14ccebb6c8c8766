import Testing
import WritPolicy
import WritTesting

struct GlobCase: Decodable, Sendable, CustomTestStringConvertible {
  let note: String
  let pattern: String
  let matches: [String]
  let refuses: [String]
  let code: String?
  var testDescription: String { note }
}

struct PointerCase: Decodable, Sendable, CustomTestStringConvertible {
  let note: String
  let pattern: [String]
  let pointer: [String]
  let matches: Bool
  var testDescription: String { note }
}

@Suite struct GlobTests {
  @Test(arguments: CaseFile.load("globs", of: GlobCase.self))
  func `a glob matches what its case says`(_ one: GlobCase) {
    do throws(GlobError) {
      let glob = try Glob(one.pattern)
      #expect(one.code == nil)
      for path in one.matches { #expect(glob.matches(path), "\(path)") }
      for path in one.refuses { #expect(!glob.matches(path), "\(path)") }
    } catch {
      #expect(error.code.rawValue == one.code)
    }
  }

  @Test(arguments: CaseFile.load("pointers", of: PointerCase.self))
  func `a pointer pattern matches what its case says`(_ one: PointerCase) {
    #expect(PointerPattern(one.pattern).matches(one.pointer) == one.matches)
  }

  @Test func `bytes that are not UTF-8 count as one character each`() throws {
    let path: [UInt8] = [0x61, 0xFF, 0xC3, 0xA9, 0xC3]
    #expect(try Glob("a???").matches(path))
    #expect(try !Glob("a??").matches(path))
    #expect(try Glob("a[!b]é?").matches(path))
  }

  @Test func `globs match the paths that git's attributes match`() throws {
    var random = SeededGenerator(seed: 11)
    let names = ["a", "b", "ab", "abc", "a.json", "b.json", "x-y", "[a]", "a*"]
    let pieces = [
      "*", "a", "b", "?", "[ab]", "[!a]", "*.json", "a*", "*b*", "**", "**", "\\*", "abc",
    ]
    let patterns = (0..<300).map { _ in
      (0..<Int.random(in: 1...4, using: &random)).map { _ in random.pick(pieces) }
    }.map { $0.joined(separator: "/") }
    let paths = Set(
      (0..<150).map { _ in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in random.pick(names) }
          .joined(separator: "/")
      }
    ).sorted()
    let git = try GitGlobs.matches(patterns, paths)
    for (index, pattern) in patterns.enumerated() {
      let glob = try Glob(pattern)
      for path in paths {
        #expect(glob.matches(path) == git.contains("\(path)|\(index)"), "\(pattern) \(path)")
      }
    }
  }
}

/// Which paths git matches, by giving each pattern an attribute of its own.
private enum GitGlobs {
  static func matches(_ patterns: [String], _ paths: [String]) throws -> Set<String> {
    let repository = try TemporaryRepository()
    let attributes = patterns.enumerated().map { "/\($0.element) m\($0.offset)\n" }.joined()
    try repository.write(".gitattributes", attributes.utf8)
    let output = try repository.git(
      "check-attr", "-z", "--stdin", "--all", input: Array(paths.joined(separator: "\0").utf8))
    let fields = output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    return Set(
      stride(from: 0, to: fields.count - 2, by: 3).map {
        "\(fields[$0])|\(fields[$0 + 1].dropFirst())"
      })
  }
}
