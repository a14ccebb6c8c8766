/// One step of a program: an operation with up to two small operands.
///
/// Programs run on a stack of values. `a` and `b` are indices whose meaning is said at the operation.
struct Instruction: Sendable {
  let operation: Operation
  /// Says that a number of a document takes part, so that an int may become a double.
  var adapts = false
  var a: Int32 = 0
  var b: Int32 = 0

  enum Operation: UInt8, Sendable {
    /// Pushes constant `a`.
    case constant
    /// Pushes variable `a`.
    case variable
    /// Pushes field `b` of variable `a`.
    case variableField
    /// Pushes local `a`.
    case local
    /// Pops into local `a`.
    case storeLocal
    /// Replaces a map by its field `a`.
    case field
    /// Replaces a map by whether it has field `a`.
    case presence
    /// Replaces a map or an optional by an optional with its field `a`.
    case optionalField
    /// Pops a key and a list or map; pushes the element.
    case element
    /// As `element`, but pushes an optional.
    case optionalElement
    /// Pops `a` values; marks at `b` in the flags tell which are optional; pushes a list.
    case makeList
    /// Pops `a` keys and values; marks as for a list; pushes a map.
    case makeMap
    case not
    case negate
    // The binary operators pop the right side, or take constant `a` - 1 where `a` is not 0, and then
    // pop the left side.
    case add, subtract, multiply, divide, remainder
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case isIn
    /// Continues at `a`.
    case jump
    /// Pops a truth value; continues at `a` where it is false.
    case branchUnless
    /// Where the top is true, continues at `a`; else pops it and forgets fault `b`.
    case orTest
    /// Where the top is false and fault `b` is kept, fails with it.
    case orEnd
    /// As `orTest` for false.
    case andTest
    /// As `orEnd` for true.
    case andEnd
    /// Calls function `a` with `b` arguments.
    case call
    /// Replaces a text by whether pattern `a` matches it.
    case match
    /// Pops a list or map and starts iteration `a` over it; forgets fault `b`, if any.
    case iterate
    /// Binds the next element of iteration `a`, or continues at `b` when there is none.
    case next
    /// Pops a truth value; where it is true, pushes true and continues at `a`.
    case anyTest
    /// Fails with fault `b` if one is kept; else pushes false.
    case anyEnd
    /// As `anyTest` for false.
    case allTest
    /// As `anyEnd` for true.
    case allEnd
    /// Pops a truth value; counts it for iteration `a` where it is true; continues at `b`.
    case countTest
    /// Pushes whether iteration `a` counted one.
    case countEnd
    /// Pops a value into the list of iteration `a`; continues at `b`.
    case collect
    /// Pushes the list of iteration `a`.
    case collectEnd
    /// Pops a value into the map of iteration `a` under the current key; continues at `b`.
    case insert
    /// Pops a map into the map of iteration `a`; continues at `b`.
    case merge
    /// Pushes the map of iteration `a`.
    case insertEnd
    /// Replaces an optional by its content, or continues at `a` where it is empty.
    case unwrap
    /// Replaces a value by an optional with it.
    case wrap
    /// Where the top is an optional with content, keeps it (or, where `b` is 1, its content) and
    /// continues at `a`; pops an empty one.
    case orElse
    /// Fails where the top is no optional.
    case requireOptional
    /// Ends with the top.
    case finish
    /// Fails as deferred failure `a` says.
    case fail
  }
}

extension Instruction.Operation {
  init(_ binary: BinaryOperator) {
    switch binary {
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    case .remainder: self = .remainder
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    case .isIn: self = .isIn
    }
  }
}
