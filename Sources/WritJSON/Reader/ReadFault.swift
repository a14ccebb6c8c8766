/// What the reader found wrong, small enough for the fast path; a `JSONError` is made of it later.
struct ReadFault: Error {
  var code: JSONError.Code
  /// The byte at fault.
  var offset: Int
  /// A second place: the first of two equal keys, the start of what was not ended.
  var related: Int

  init(_ code: JSONError.Code, at offset: Int, related: Int = -1) {
    self.code = code
    self.offset = offset
    self.related = related
  }
}
