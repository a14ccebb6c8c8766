/// The functions of the language by name; names with a dot belong to a namespace.
struct FunctionTable: Sendable {
  static let standard = FunctionTable()

  private(set) var overloads: [String: [Overload]] = [:]

  private init() {
    addCore()
    addConversions()
    addTime()
    addStrings()
    addMath()
    addOptionals()
  }

  private mutating func add(
    _ name: String, _ function: Function, _ parameters: [KindSet], _ result: ValueType
  ) {
    add(
      name,
      Overload(
        function: function, isMember: false, parameters: parameters, result: .fixed(result)))
  }

  private mutating func add(
    _ receiver: KindSet, _ name: String, _ function: Function, _ parameters: [KindSet],
    _ result: ValueType
  ) {
    add(
      name,
      Overload(
        function: function, isMember: true, parameters: [receiver] + parameters,
        result: .fixed(result)))
  }

  private mutating func add(_ name: String, _ overload: Overload) {
    overloads[name, default: []].append(overload)
  }

  private mutating func addCore() {
    let sized: KindSet = [.string, .bytes, .list, .map]
    add("size", .size, [sized], .int)
    add(sized, "size", .size, [], .int)
    add(.string, "contains", .contains, [.string], .bool)
    add(.string, "startsWith", .startsWith, [.string], .bool)
    add(.string, "endsWith", .endsWith, [.string], .bool)
    add(.string, "matches", .matches, [.string], .bool)
    add("matches", .matches, [.string, .string], .bool)
    add("type", .type, [.any], .type)
    add("base64.encode", .base64Encode, [.bytes], .string)
    add("base64.decode", .base64Decode, [.string], .bytes)
  }

  private mutating func addConversions() {
    add("dyn", .dyn, [.any], .dyn)
    add("int", .int, [[.int, .uint, .double, .string, .timestamp]], .int)
    add("uint", .uint, [[.int, .uint, .double, .string]], .uint)
    add("double", .double, [[.int, .uint, .double, .string]], .double)
    let printable: KindSet = [
      .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration,
    ]
    add("string", .string, [printable], .string)
    add("bytes", .bytes, [[.bytes, .string]], .bytes)
    add("bool", .bool, [[.bool, .string]], .bool)
    add("timestamp", .timestamp, [[.timestamp, .string, .int]], .timestamp)
    add("duration", .duration, [[.duration, .string]], .duration)
  }

  private mutating func addTime() {
    let ofDate: [(String, Function)] = [
      ("getFullYear", .getFullYear), ("getMonth", .getMonth), ("getDate", .getDate),
      ("getDayOfMonth", .getDayOfMonth), ("getDayOfWeek", .getDayOfWeek),
      ("getDayOfYear", .getDayOfYear),
    ]
    let ofClock: [(String, Function)] = [
      ("getHours", .getHours), ("getMinutes", .getMinutes), ("getSeconds", .getSeconds),
      ("getMilliseconds", .getMilliseconds),
    ]
    for (name, function) in ofDate + ofClock {
      add(.timestamp, name, function, [.string], .int)
      add(.timestamp, name, function, [], .int)
    }
    for (name, function) in ofClock { add(.duration, name, function, [], .int) }
  }

  private mutating func addStrings() {
    add(.string, "charAt", .charAt, [.int], .string)
    for (name, function) in [("indexOf", Function.indexOf), ("lastIndexOf", .lastIndexOf)] {
      add(.string, name, function, [.string], .int)
      add(.string, name, function, [.string, .int], .int)
    }
    add(.list, "join", .join, [], .string)
    add(.list, "join", .join, [.string], .string)
    add(.string, "lowerAscii", .lowerAscii, [], .string)
    add(.string, "upperAscii", .upperAscii, [], .string)
    add(.string, "replace", .replace, [.string, .string], .string)
    add(.string, "replace", .replace, [.string, .string, .int], .string)
    add(.string, "split", .split, [.string], .list(.string))
    add(.string, "split", .split, [.string, .int], .list(.string))
    add(.string, "substring", .substring, [.int], .string)
    add(.string, "substring", .substring, [.int, .int], .string)
    add(.string, "trim", .trim, [], .string)
    add(.string, "reverse", .reverse, [], .string)
    add(.string, "format", .format, [.list], .string)
    add("strings.quote", .quote, [.string], .string)
  }

  private mutating func addMath() {
    for (name, function) in [("math.greatest", Function.greatest), ("math.least", .least)] {
      add(
        name,
        Overload(
          function: function, isMember: false, parameters: [[.number, .list]], result: .greatest))
      add(
        name,
        Overload(
          function: function, isMember: false, parameters: [.number, .number], result: .greatest,
          isVariadic: true))
    }
    for (name, function) in [("math.abs", Function.absolute), ("math.sign", .sign)] {
      add(
        name,
        Overload(
          function: function, isMember: false, parameters: [.number], result: .argument(0)))
    }
    add("math.sqrt", .squareRoot, [.number], .double)
    let ofDouble: [(String, Function)] = [
      ("math.ceil", .ceiling), ("math.floor", .floor), ("math.round", .round),
      ("math.trunc", .truncate),
    ]
    for (name, function) in ofDouble { add(name, function, [.double], .double) }
    let tests: [(String, Function)] = [
      ("math.isNaN", .isNaN), ("math.isInf", .isInfinite), ("math.isFinite", .isFinite),
    ]
    for (name, function) in tests { add(name, function, [.double], .bool) }
    addBits()
  }

  private mutating func addBits() {
    let pairs: [(String, Function)] = [
      ("math.bitAnd", .bitAnd), ("math.bitOr", .bitOr), ("math.bitXor", .bitXor),
    ]
    for (name, function) in pairs {
      add(name, function, [.int, .int], .int)
      add(name, function, [.uint, .uint], .uint)
    }
    add("math.bitNot", .bitNot, [.int], .int)
    add("math.bitNot", .bitNot, [.uint], .uint)
    for (name, function) in [
      ("math.bitShiftLeft", Function.shiftLeft), ("math.bitShiftRight", .shiftRight),
    ] {
      add(name, function, [.int, .int], .int)
      add(name, function, [.uint, .int], .uint)
    }
  }

  private mutating func addOptionals() {
    add("optional.none", .optionalNone, [], .optional(.dyn))
    for (name, function) in [
      ("optional.of", Function.optionalOf), ("optional.ofNonZeroValue", .optionalOfNonZero),
    ] {
      add(
        name,
        Overload(
          function: function, isMember: false, parameters: [.any], result: .optionalOfArgument))
    }
    add(.list, "first", .first, [], .optional(.dyn))
    add(.list, "last", .last, [], .optional(.dyn))
    add("optional.unwrap", .unwrapOptionals, [.list], .list(.dyn))
    add(.list, "unwrapOpt", .unwrapOptionals, [], .list(.dyn))
    add(.optional, "hasValue", .hasValue, [], .bool)
    add(
      "value",
      Overload(
        function: .value, isMember: true, parameters: [.optional], result: .content))
    add(
      "orValue",
      Overload(
        function: .orValue, isMember: true, parameters: [.optional, .any], result: .content))
    add(
      "or",
      Overload(
        function: .or, isMember: true, parameters: [.optional, .optional], result: .argument(1)))
  }
}
