/// How large and how deep a text the reader accepts.
public struct JSONLimits: Sendable, Hashable {
  /// The deepest nesting that can be asked for; values are walked by recursion elsewhere.
  public static let deepest = 2_000

  /// The largest text that can be asked for: 256 MiB.
  public static let largest = 256 << 20

  /// The largest text read, in bytes.
  public let bytes: Int

  /// How many containers may stand inside one another.
  public let depth: Int

  /// 64 MiB and 1,024 levels.
  public static let `default` = JSONLimits()

  /// Makes limits; values beyond `largest` and `deepest` are lowered to these.
  public init(bytes: Int = 64 << 20, depth: Int = 1_024) {
    self.bytes = min(max(bytes, 0), Self.largest)
    self.depth = min(max(depth, 0), Self.deepest)
  }
}
