/// A name that is compared by its bytes: Unicode would take two spellings for one.
struct ByteKey: Hashable, Sendable {
  let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
