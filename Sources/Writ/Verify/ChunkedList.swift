/// A list that grows without being copied, so that it never takes much more than is in it.
struct ChunkedList<Element> {
  private var chunks: [[Element]] = []
  private(set) var count = 0

  private static var size: Int { 1_024 }

  subscript(place: Int) -> Element {
    get { chunks[place / ChunkedList.size][place % ChunkedList.size] }
    set { chunks[place / ChunkedList.size][place % ChunkedList.size] = newValue }
  }

  mutating func append(_ element: Element) {
    if count % ChunkedList.size == 0 {
      var chunk: [Element] = []
      // A short list is no reason to take a whole piece.
      if count > 0 { chunk.reserveCapacity(ChunkedList.size) }
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(element)
    count += 1
  }
}

extension ChunkedList: Sequence {
  func makeIterator() -> some IteratorProtocol<Element> { chunks.joined().makeIterator() }
}

extension ChunkedList: Sendable where Element: Sendable {}
