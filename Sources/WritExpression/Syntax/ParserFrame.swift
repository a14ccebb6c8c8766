/// Something that the parser has begun and not finished.
struct ParserFrame {
  let kind: Kind
  /// The byte that an error points at and that the finished node gets as its place.
  let position: Int
  /// The number of operands that stood before this frame's own.
  var base: Int = 0
  /// Which parts of a list or map literal were written with a `?`.
  var optionalParts: [Bool] = []

  enum Kind {
    case not
    case negate
    case infix(InfixOperator)
    /// `a ?` up to the colon.
    case condition
    /// `a ? b :` up to the end of `c`.
    case alternative
    case parenthesis
    case call(Int32)
    case memberCall(Int32)
    case index(isOptional: Bool)
    case list
    /// A map literal before the colon of an entry.
    case mapKey
    /// A map literal after the colon of an entry.
    case mapValue
  }

  /// How tightly an unfinished operator holds its operands; nil for brackets.
  var precedence: Int? {
    switch kind {
    case .not, .negate: InfixOperator.prefixPrecedence
    case .infix(let infix): infix.precedence
    case .alternative: 0
    default: nil
    }
  }
}

/// An operator between two operands.
enum InfixOperator {
  case binary(BinaryOperator)
  case and
  case or

  static let prefixPrecedence = 7

  init?(_ kind: Token.Kind) {
    switch kind {
    case .and: self = .and
    case .or: self = .or
    case .plus: self = .binary(.add)
    case .minus: self = .binary(.subtract)
    case .times: self = .binary(.multiply)
    case .divide: self = .binary(.divide)
    case .remainder: self = .binary(.remainder)
    default:
      guard let relation = Self.relation(kind) else { return nil }
      self = .binary(relation)
    }
  }

  private static func relation(_ kind: Token.Kind) -> BinaryOperator? {
    switch kind {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .inOperator: .isIn
    default: nil
    }
  }

  var precedence: Int {
    switch self {
    case .or: 2
    case .and: 3
    case .binary(.add), .binary(.subtract): 5
    case .binary(.multiply), .binary(.divide), .binary(.remainder): 6
    case .binary: 4
    }
  }
}
