import Testing
import WritGit

@testable import Writ

@Suite("The commits that a walk met")
struct CommitTableTests {
  private func id(_ chance: inout Chance) throws -> ObjectID {
    let digits = (0..<40).map { _ in "0123456789abcdef".randomElement(using: &chance) ?? "0" }
    return try #require(ObjectID(String(digits)))
  }

  @Test("Each is found by its id, and has the parents that it was given")
  func commits() throws {
    var chance = Chance(7)
    var table = CommitTable()
    var ids: [ObjectID] = []
    var parents: [[Int]] = []
    for number in 0..<5_000 {
      let id = try id(&chance)
      #expect(table.number(of: id) == nil)
      #expect(table.add(id, isHidden: number % 7 == 0) == number)
      let count = number == 0 ? 0 : chance.below(4)
      let own = (0..<count).map { _ in chance.below(number) }
      table.setParents(number, own)
      ids.append(id)
      parents.append(own)
    }
    #expect(table.count == 5_000)
    for (number, id) in ids.enumerated() {
      try #require(table.number(of: id) == number)
      try #require(table.id(number) == id)
      try #require(table.parents(number) == parents[number])
      try #require(table.firstParent(number) == parents[number].first)
      try #require(table.isHidden(number) == (number % 7 == 0))
    }
    table.hide(1)
    #expect(table.isHidden(1) && table.parents(1) == parents[1])
  }

  @Test(
    "A list gives what was put into it, over the ends of its pieces",
    arguments: [0, 1, 1_023, 1_024, 1_025, 5_000])
  func list(count: Int) {
    var list = ChunkedList<Int>()
    for number in 0..<count { list.append(number) }
    for place in stride(from: 0, to: count, by: 3) { list[place] += 1 }
    let expected = (0..<count).map { $0 % 3 == 0 ? $0 + 1 : $0 }
    #expect(list.count == count && Array(list) == expected)
    #expect((0..<count).map { list[$0] } == expected)
  }
}
