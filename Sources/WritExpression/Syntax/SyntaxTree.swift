/// An expression as nodes in an array: a node's parts stand before it, so that every pass over the tree is a loop and no nesting can exhaust the stack.
struct SyntaxTree: Sendable {
  typealias Index = Int32

  struct Node: Sendable {
    var form: Form
    /// The byte of the source that an error of this node points at.
    var position: Int32
  }

  enum Form: Sendable {
    /// An index into `constants`.
    case literal(Int32)
    /// An index into `names`; a leading dot skips the variables of macros.
    case name(Int32, isRoot: Bool)
    case select(Index, field: Int32, Access)
    case index(Index, Index, isOptional: Bool)
    /// A call of a function by name.
    case call(Int32, Parts)
    /// A call in receiver style.
    case memberCall(Index, Int32, Parts)
    case list(Parts)
    /// Keys and values alternate.
    case map(Parts)
    case not(Index)
    case negate(Index)
    case binary(BinaryOperator, Index, Index)
    case and(Index, Index)
    case or(Index, Index)
    case conditional(Index, Index, Index)
    /// An index into `comprehensions`.
    case comprehension(Int32)
  }

  enum Access: Sendable {
    case plain
    /// `e.?f`
    case optional
    /// `has(e.f)`
    case presence
  }

  /// A run in `parts`.
  struct Parts: Sendable {
    let start: Int32
    let count: Int32
  }

  var nodes: [Node] = []
  var parts: [Index] = []
  /// For each of `parts` whether it was written with a `?` (in list and map literals).
  var optionalParts: [Bool] = []
  var constants: [Value] = []
  var names: [String] = []
  var comprehensions: [Comprehension] = []
  var root: Index = 0

  func parts(_ run: Parts) -> ArraySlice<Index> {
    parts[Int(run.start)..<Int(run.start + run.count)]
  }

  func name(_ index: Int32) -> String { names[Int(index)] }

  subscript(_ index: Index) -> Node { nodes[Int(index)] }
}

/// The operators that evaluate both sides.
enum BinaryOperator: UInt8, Sendable {
  case add, subtract, multiply, divide, remainder
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case isIn

  var symbol: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .remainder: "%"
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .isIn: "in"
    }
  }

  var isArithmetic: Bool { rawValue <= BinaryOperator.remainder.rawValue }
}

/// A macro that binds names and evaluates parts of the expression with them.
struct Comprehension: Sendable {
  enum Kind: Sendable {
    case all, exists, existsOne
    case map, filter
    case transformMap, transformMapEntry
    case bind, optionalMap, optionalFlatMap
  }

  let kind: Kind
  /// The list, map, optional or value that is bound from.
  let range: SyntaxTree.Index
  let first: Int32
  /// The second name, for macros that bind a key or an index together with its value.
  let second: Int32?
  let filter: SyntaxTree.Index?
  let body: SyntaxTree.Index
}
