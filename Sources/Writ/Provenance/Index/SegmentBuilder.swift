import WritGit

/// Gathers what commits did and makes a segment of it.
struct SegmentBuilder {
  private let first: Int
  private var commits: [CommitRow] = []
  private var numbers: [IndexKey: Int] = [:]
  private var keys: [IndexKey] = []
  /// For each key the events, packed into parts.
  private var lists: [EventList] = []

  /// Starts a segment at an ordinal.
  init(first: Int) { self.first = first }

  /// How many commits were added.
  var count: Int { commits.count }

  mutating func add(_ row: CommitRow) {
    commits.append(row)
    add(IndexEvent(ordinal: row.ordinal, kind: .said), to: IndexKey(commit: row.id))
  }

  /// Adds an event, which is not older than those that were added to its list before.
  mutating func add(_ event: IndexEvent, to key: IndexKey) {
    if let number = numbers[key] { return lists[number].append(event) }
    numbers[key] = keys.count
    keys.append(key)
    lists.append(EventList(event))
  }

  /// The events of a list that were added so far.
  func events(_ key: IndexKey, _ body: (IndexEvent) -> Void) throws {
    guard let number = numbers[key] else { return }
    for part in lists[number].parts { try IndexEvent.unpack(part.bytes[...], body) }
  }

  /// The finished table, in memory.
  consuming func table() -> TableWriter {
    var writer = TableWriter()
    CommitRow.add(commits, to: &writer)
    // Most keys differ in their first bytes, which are compared as one number.
    let starts = keys.map(\.start)
    let order = keys.indices.sorted { left, right in
      starts[left] == starts[right]
        ? keys[left].bytes.lexicographicallyPrecedes(keys[right].bytes)
        : starts[left] < starts[right]
    }
    for number in order { lists[number].add(to: &writer, keys[number]) }
    writer.finish()
    return writer
  }
}

/// The events of one list in parts.
struct EventList {
  /// A part, with the ordinal of its first event.
  typealias Part = (first: Int, bytes: [UInt8])

  private var closed: [Part] = []
  private var first: Int
  private var packer = IndexEvent.Packer()

  init(_ event: IndexEvent) {
    first = event.ordinal
    packer.append(event)
  }

  mutating func append(_ event: IndexEvent) {
    if packer.isFull {
      closed.append((first, packer.bytes))
      packer = IndexEvent.Packer()
      first = event.ordinal
    }
    packer.append(event)
  }

  var parts: [Part] { closed + [(first, packer.bytes)] }

  /// Adds the parts to a table.
  func add(to writer: inout TableWriter, _ key: IndexKey) {
    for (place, part) in parts.enumerated() {
      writer.add(place == 0 ? key.bytes : key.part(from: part.first), part.bytes)
    }
  }
}
