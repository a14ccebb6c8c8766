extension Checker {
  func operatorType(of index: SyntaxTree.Index) throws(ExpressionError) -> ValueType {
    switch tree[index].form {
    case .not(let operand):
      guard type(operand).mayBeBool else { throw noOperator("!", [operand], index) }
      return .bool
    case .negate(let operand):
      let operand = type(operand)
      guard operand.isOpen || operand == .int || operand == .double else {
        throw fault(.noMatchingOverload, at: index, "There is no -\(operand).")
      }
      return operand
    case .and(let left, let right), .or(let left, let right):
      guard type(left).mayBeBool || type(right).mayBeBool else {
        throw noOperator("&& and ||", [left, right], index)
      }
      return .bool
    case .conditional(let condition, let value, let other):
      guard type(condition).mayBeBool else {
        throw fault(
          .noMatchingOverload, at: index,
          "The condition before '?' is of the type \(type(condition)), not bool.")
      }
      return type(value).joined(with: type(other))
    case .binary(let binary, let left, let right):
      return try binaryType(binary, left, right, index)
    default: return .dyn
    }
  }

  private func binaryType(
    _ binary: BinaryOperator, _ left: SyntaxTree.Index, _ right: SyntaxTree.Index,
    _ index: SyntaxTree.Index
  ) throws(ExpressionError) -> ValueType {
    let (leftType, rightType) = (type(left), type(right))
    switch binary {
    case .equal, .notEqual: return .bool
    case .isIn:
      guard !KindSet(rightType).isDisjoint(with: [.list, .map]) else {
        throw noOperator("in", [left, right], index)
      }
      return .bool
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard Self.areOrdered(leftType, rightType) else {
        throw noOperator(binary.symbol, [left, right], index)
      }
      return .bool
    default:
      guard let result = Self.arithmetic(binary, leftType, rightType) else {
        throw noOperator(binary.symbol, [left, right], index)
      }
      return result
    }
  }

  private static func areOrdered(_ left: ValueType, _ right: ValueType) -> Bool {
    let ordered: KindSet = [
      .number, .string, .bytes, .bool, .timestamp, .duration,
    ]
    guard !KindSet(left).isDisjoint(with: ordered), !KindSet(right).isDisjoint(with: ordered)
    else { return false }
    if left.isOpen || right.isOpen { return true }
    return left == right || (left.isNumber && right.isNumber)
  }

  /// The type of a sum, difference, product, quotient or remainder; nil where there is none.
  private static func arithmetic(
    _ binary: BinaryOperator, _ left: ValueType, _ right: ValueType
  ) -> ValueType? {
    if left.isOpen || right.isOpen {
      let known = left.isOpen ? right : left
      guard known.isOpen || mayStand(known, in: binary) else { return nil }
      return left == .document || right == .document ? .document : .dyn
    }
    switch (left, right) {
    case (.int, .int), (.uint, .uint): return left
    case (.double, .double): return binary == .remainder ? nil : .double
    case (.string, .string), (.bytes, .bytes): return binary == .add ? left : nil
    case (.list(let left), .list(let right)):
      return binary == .add ? .list(left.joined(with: right)) : nil
    case (.timestamp, .timestamp): return binary == .subtract ? .duration : nil
    case (.duration, .duration): return isSum(binary) ? .duration : nil
    case (.timestamp, .duration): return isSum(binary) ? .timestamp : nil
    case (.duration, .timestamp): return binary == .add ? .timestamp : nil
    default: return nil
    }
  }

  private static func isSum(_ binary: BinaryOperator) -> Bool {
    binary == .add || binary == .subtract
  }

  private static func mayStand(_ type: ValueType, in binary: BinaryOperator) -> Bool {
    let kinds = KindSet(type)
    switch binary {
    case .add:
      return !kinds.isDisjoint(with: [.number, .string, .bytes, .list, .timestamp, .duration])
    case .subtract: return !kinds.isDisjoint(with: [.number, .timestamp, .duration])
    case .remainder: return !kinds.isDisjoint(with: .integer)
    default: return !kinds.isDisjoint(with: .number)
    }
  }

  private func noOperator(
    _ symbol: String, _ operands: [SyntaxTree.Index], _ index: SyntaxTree.Index
  ) -> ExpressionError {
    let types = operands.map { type($0) }
    let shown = types.map(\.description)
    let message =
      shown.count == 1
      ? "There is no \(symbol)\(shown[0])." : "There is no \(shown[0]) \(symbol) \(shown[1])."
    var hint: String?
    if types.count == 2, types.allSatisfy(\.isNumber) {
      hint = "convert one side, for example with double(...) or int(...)"
    } else if symbol == "+", types.contains(.string) {
      hint = "convert the other side with string(...)"
    } else if symbol == "in", types[1] == .string {
      hint = "whether a text contains another is asked with text.contains(other)"
    }
    return fault(.noMatchingOverload, at: index, message, hint: hint)
  }
}
