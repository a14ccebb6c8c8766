/// A compiled expression: instructions and the tables that they point into.
final class Code: Sendable {
  let expression: Expression
  let instructions: [Instruction]
  /// The byte of the source that each instruction comes from.
  let positions: [Int32]
  let constants: [Value]
  let fields: [FieldKey]
  /// The words of `fields`, which are looked at without touching their strings.
  let fieldShorts: [ShortText]
  let variables: [String]
  let variableKeys: [FieldKey]
  let patterns: [CompiledPattern]
  let deferred: [Failure]
  /// For each part of list and map literals whether it was written with a `?`.
  let optionalParts: [Bool]
  /// The innermost guard of each instruction, or -1.
  let guardAt: [Int32]
  let guards: [Guard]
  let iterations: [IterationPlan]
  let localCount: Int
  let faultCount: Int
  let stackHeight: Int
  let timeZones: TimeZones

  /// A run of instructions whose failure is kept, so that `&&`, `||`, `all` and `exists` can absorb it.
  struct Guard: Sendable {
    /// Where to go on.
    var target: Int32
    /// How many values stay on the stack.
    let height: Int
    /// Where the failure is kept.
    let fault: Int32
  }

  /// The locals that an iteration binds; -1 for none.
  struct IterationPlan: Sendable {
    let first: Int32
    let second: Int32
  }

  init(_ compiler: Compiler, timeZones: TimeZones) {
    expression = compiler.checker.expression
    instructions = compiler.instructions
    positions = compiler.positions
    constants = compiler.constants
    fields = compiler.fields
    fieldShorts = fields.map(\.short)
    variables = compiler.checker.resolver.variables
    variableKeys = variables.map(FieldKey.init)
    patterns = compiler.patterns
    deferred = compiler.deferred
    optionalParts = compiler.checker.tree.optionalParts
    guardAt = compiler.guardAt
    guards = compiler.guards
    iterations = compiler.iterations
    localCount = compiler.localCount
    faultCount = compiler.faultCount
    stackHeight = compiler.highest
    self.timeZones = timeZones
  }
}
