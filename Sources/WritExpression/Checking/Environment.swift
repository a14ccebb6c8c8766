/// The names that an expression may use, with what is known of their types.
///
/// A variable of the type ``ValueType/document`` holds a JSON document. JSON knows one kind of number;
/// here a number is an `int` or a `double` depending on how it is written, which its author does not
/// think about. Therefore, where `+ - * /` meets an int and a double and one side comes from a
/// document, the int becomes a double if that is exact, and is an error if not. Everywhere else the
/// language converts nothing.
public struct Environment: Sendable {
  /// The variables by name; a name may have dots (`request.auth`), the longest one that fits is meant.
  public var variables: [String: ValueType]
  /// Where the rules of named time zones come from.
  public var timeZones: TimeZones
  /// Whether a name, a function or a combination of types that cannot be right fails where it is
  /// evaluated, so that `&&`, `||` and a branch that is not taken absorb it.
  ///
  /// The specification lets an unchecked expression do so. Otherwise the check refuses it.
  public var defersFaults: Bool

  /// Makes an environment.
  public init(
    variables: [String: ValueType] = [:], timeZones: TimeZones = .embedded,
    defersFaults: Bool = false
  ) {
    self.variables = variables
    self.timeZones = timeZones
    self.defersFaults = defersFaults
  }
}
