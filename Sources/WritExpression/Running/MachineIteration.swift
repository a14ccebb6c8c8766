/// Where a macro stands in the list or map that it goes over, and what it has gathered.
struct Iteration {
  let plan: Code.IterationPlan
  private(set) var range: Value = .null
  private var position = 0
  /// How many elements satisfied the condition of `exists_one`.
  var hits = 0
  var collected: [Value] = []
  var builder = MapBuilder()
  /// The key or index of the present element.
  private(set) var key: Value = .null

  init(_ plan: Code.IterationPlan) {
    self.plan = plan
  }

  mutating func start(_ range: Value) {
    self.range = range
    position = 0
    hits = 0
    collected = []
    builder = MapBuilder()
  }

  /// The next key (or index) and value; nil at the end, when the range is let go.
  mutating func advance() -> (key: Value, value: Value)? {
    let index = position
    switch range {
    case .list(let list):
      guard index < list.elements.count else { break }
      position += 1
      key = .int(Int64(index))
      return (key, list.elements[index])
    case .map(let map):
      guard index < map.count else { break }
      position += 1
      key = map.storage.keys[index]
      return (key, map.storage.values[index])
    default: break
    }
    range = .null
    return nil
  }

  mutating func takeList() -> Value.List {
    defer { collected = [] }
    return Value.List(collected)
  }

  mutating func takeMap() -> Value.Map {
    defer { builder = MapBuilder() }
    return builder.build()
  }
}

extension Machine {
  mutating func iterate(_ instruction: Instruction) throws(Failure) {
    if instruction.b >= 0, !faults.isEmpty { faults[Int(instruction.b)] = nil }
    let range = stack.removeLast()
    switch range {
    case .list, .map: iterations[Int(instruction.a)].start(range)
    default:
      throw Failure(
        .noMatchingOverload,
        "The macro goes over a list or map, not over a value of the type \(range.kind.title).")
    }
  }

  /// A single name is bound to the elements of a list and to the keys of a map.
  mutating func next(_ instruction: Instruction) throws(Failure) {
    let plan = iterations[Int(instruction.a)].plan
    let isList: Bool
    if case .list = iterations[Int(instruction.a)].range { isList = true } else { isList = false }
    guard let (key, value) = iterations[Int(instruction.a)].advance() else {
      return jump(instruction.b)
    }
    if plan.second >= 0 {
      locals[Int(plan.first)] = key
      locals[Int(plan.second)] = value
    } else {
      locals[Int(plan.first)] = isList ? value : key
    }
  }

  mutating func collect(_ index: Int) throws(Failure) {
    try refuseMore(than: iterations[index].collected.count)
    iterations[index].collected.append(stack.removeLast())
  }

  mutating func finishCollecting(_ index: Int) throws(Failure) {
    stack.append(try Self.bounded(.list(iterations[index].takeList())))
  }

  mutating func insert(_ index: Int) throws(Failure) {
    try refuseMore(than: iterations[index].builder.count)
    let key = iterations[index].key
    try Self.insert(Self.bounded(stack.removeLast()), for: key, into: &iterations[index].builder)
  }

  mutating func merge(_ index: Int) throws(Failure) {
    let value = stack.removeLast()
    guard case .map(let map) = value else {
      throw Failure(
        .noMatchingOverload,
        "transformMapEntry() needs an expression that gives a map, not one of the type \(value.kind.title)."
      )
    }
    try charge(map.count)
    for (offset, key) in map.keys.enumerated() {
      try refuseMore(than: iterations[index].builder.count)
      try Self.insert(map.storage.values[offset], for: key, into: &iterations[index].builder)
    }
  }

  func refuseMore(than count: Int) throws(Failure) {
    guard count < limits.elements else {
      throw Failure(
        .sizeExceeded, "A list or map would have more than \(limits.elements) elements.")
    }
  }
}
