/// A JSON text that was read strictly, together with its source bytes.
///
/// The reader keeps to RFC 8259 and refuses what leaves room for two readings: byte order marks,
/// invalid UTF-8, equal keys in one object, lone surrogates, comments and trailing commas.
public struct JSONDocument: Sendable {
  let storage: JSONStorage

  /// Reads a text.
  ///
  /// Throws a `JSONError` with the place of the first thing that is wrong.
  public init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
    storage = try JSONStorage(bytes, limits: limits)
  }

  /// Reads a text that is at hand as a string.
  public init(parsing text: String, limits: JSONLimits = .default) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }

  /// The source, byte for byte.
  public var bytes: [UInt8] { storage.bytes }

  /// The limits that the text was read under.
  public var limits: JSONLimits { storage.limits }

  /// The outermost value.
  public var root: JSONNode { JSONNode(storage: storage, index: 0) }

  /// The whole document as a value.
  public var value: JSONValue { root.value }

  /// The line and column of a byte.
  public func position(ofByte offset: Int) -> JSONPosition {
    bytes.withUnsafeBufferPointer { JSONPosition(ofByte: offset, in: $0) }
  }
}

/// The bytes of a text and the tape over them, shared by all cursors.
final class JSONStorage: Sendable {
  let bytes: [UInt8]
  let tape: ContiguousArray<TapeNode>
  let limits: JSONLimits

  init(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
    self.bytes = bytes
    self.limits = limits
    var fault: ReadFault?
    tape = bytes.withUnsafeBufferPointer { Self.read($0, limits: limits, fault: &fault) }
    guard let fault else { return }
    throw bytes.withUnsafeBufferPointer {
      FaultMessage(fault: fault, bytes: $0, limits: limits).error
    }
  }

  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits, fault: inout ReadFault?
  ) -> ContiguousArray<TapeNode> {
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      fault = ReadFault(.emptyInput, at: 0)
      return []
    }
    fault = preliminaryFault(bytes, limits: limits)
    if fault != nil { return [] }
    return ContiguousArray(unsafeUninitializedCapacity: ByteScan.nodeBound(bytes)) {
      (buffer, count) in
      guard let tape = buffer.baseAddress else { return }
      var builder = TapeBuilder(bytes, base: base, tape: tape, maximumDepth: limits.depth)
      do throws(ReadFault) {
        try builder.build()
      } catch {
        fault = error
      }
      count = builder.used
    }
  }

  private static func preliminaryFault(
    _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits
  ) -> ReadFault? {
    if bytes.count > limits.bytes { return ReadFault(.tooLarge, at: 0) }
    let marks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE]]
    return marks.contains { bytes.starts(with: $0) } ? ReadFault(.byteOrderMark, at: 0) : nil
  }
}
