import Testing

@testable import WritPattern

@Suite struct PatternLimitsTests {
  @Test("Groups nested beyond the limit are refused, however deep they are")
  func nesting() {
    for depth in [251, 100_000] {
      let source = String(repeating: "(", count: depth) + String(repeating: ")", count: depth)
      let error = #expect(throws: PatternError.self) { try Pattern(source, syntax: .re2) }
      #expect(error?.code == .tooDeep)
    }
  }

  @Test("Groups nested up to the limit compile")
  func nestingWithinLimit() throws {
    let source = String(repeating: "(", count: 249) + "a" + String(repeating: ")*", count: 249)
    #expect(try Pattern(source, syntax: .ecma262).matches("aaa"))
  }

  @Test("The limit on instructions is the caller's")
  func instructions() throws {
    let limits = PatternLimits(instructions: 20)
    #expect(try Pattern("a{19}", syntax: .re2, limits: limits).instructionCount == 20)
    let error = #expect(throws: PatternError.self) {
      try Pattern("a{20}", syntax: .re2, limits: limits)
    }
    #expect(error?.code == .tooLarge)
  }

  @Test("A pattern that makes backtracking matchers run for ever ends at once")
  func catastrophic() throws {
    let subject = String(repeating: "a", count: 5_000)
    for source in ["^(a+)+$b", "^(a|a)*b", "^(a|aa)+$c", "(x+x+)+y|^(([a-z])+.)+[A-Z]([a-z])+$"] {
      #expect(try !Pattern(source, syntax: .ecma262).matches(subject))
    }
  }

  @Test("An error tells where in the pattern it is")
  func place() {
    let error = #expect(throws: PatternError.self) { try Pattern("ab(?=c)", syntax: .ecma262) }
    #expect(error?.offset == 4)
    let lone = #expect(throws: PatternError.self) { try Pattern("ab)", syntax: .ecma262) }
    #expect(lone?.offset == 2)
  }

  @Test("A match that would need more steps than are granted has no verdict")
  func budget() throws {
    let pattern = try Pattern("(?:a?){200}a{200}$", syntax: .re2)
    let subject = String(repeating: "a", count: 1_000)
    var budget = 100_000
    #expect(pattern.matches(subject, budget: &budget) == nil)
    #expect(budget == 0)
    budget = 10_000_000
    #expect(pattern.matches(subject, budget: &budget) == true)
    #expect(budget > 0 && budget < 9_900_000)
  }

  @Test("A short match takes few steps")
  func smallBudget() throws {
    var budget = 100
    #expect(try Pattern("^x-", syntax: .ecma262).matches("other", budget: &budget) == false)
    #expect(budget > 90)
  }

  @Test("Scalars of the same case folding find each other, whichever is asked")
  func folding() {
    for value in (0...0x1FFFF).compactMap(Unicode.Scalar.init) {
      for variant in CaseFolding.variants(of: value.value) where variant != value.value {
        #expect(CaseFolding.variants(of: variant).contains(value.value))
      }
    }
  }

  @Test("Text that is not contiguous UTF-8 is matched as well")
  func substrings() throws {
    let pattern = try Pattern("^b.d$", syntax: .re2)
    #expect(pattern.matches("abcde".dropFirst().dropLast()))
  }
}

@Suite struct WellFormedTests {
  @Test(
    "A text that cannot be compiled may still be a pattern",
    arguments: [
      "(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", "(a)\\1", "(?<n>a)\\k<n>", "(?i:a)", "a{20000}",
      "((a{100}){100}){100}",
    ])
  func wellFormed(_ source: String) {
    #expect(Pattern.isWellFormed(source, syntax: .ecma262))
    #expect(throws: PatternError.self) { try Pattern(source, syntax: .ecma262) }
  }

  @Test(
    "A text that is no pattern is not well formed",
    arguments: ["(?=a", "(a)\\2", "\\k<n>", "(?<n>a)\\k<m>", "(?i", "(?>a)", "a**", "[", "\\Z"])
  func malformed(_ source: String) {
    #expect(!Pattern.isWellFormed(source, syntax: .ecma262))
  }
}
