/// Whom the ledger tells what it does while a command runs.
public struct Observer {
  /// A sentence for whoever runs the command.
  public var note: (String) -> Void = { _ in }
  /// How far something that may take long has come: what, how much of it is done, how much there is.
  public var progress: (String, Int, Int) -> Void = { _, _, _ in }

  /// One that tells nobody.
  public init() {}
}
