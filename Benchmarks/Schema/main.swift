import Foundation
import WritJSON
import WritSchema

// Compiles a schema and applies it to each document named on the command line, and prints median
// times: writ-benchmark-schema SCHEMA DOCUMENT... (peer.py takes the same arguments.)

/// The median time of a run in microseconds.
func median(runs: Int, _ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  var times: [Double] = []
  for _ in 0..<runs {
    let parts = try clock.measure(body).components
    times.append(Double(parts.seconds) * 1e6 + Double(parts.attoseconds) * 1e-12)
  }
  return times.sorted()[runs / 2]
}

/// Prints one line: what, and microseconds.
func report(_ what: String, _ microseconds: Double) {
  print(
    "  " + what.padding(toLength: 28, withPad: " ", startingAt: 0),
    String(format: "%10.0f us", microseconds))
}

func read(_ path: String) throws -> JSONDocument {
  try JSONDocument(parsing: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
}

let paths = Array(CommandLine.arguments.dropFirst())
guard let schemaPath = paths.first, paths.count > 1 else {
  print("usage: writ-benchmark-schema SCHEMA DOCUMENT...")
  exit(64)
}
let source = try read(schemaPath).value
let schema = try CompiledSchema(source)
print(schemaPath)
report("compile", try median(runs: 51) { _ = try CompiledSchema(source) })
for path in paths.dropFirst() {
  let document = try read(path)
  let value = document.value
  print("\(path): \(document.bytes.count) bytes, \(schema.validate(value).count) violations")
  report("isValid(value)", median(runs: 51) { _ = schema.isValid(value) })
  report("validate(value)", median(runs: 51) { _ = schema.validate(value) })
  report("validate(document)", median(runs: 51) { _ = schema.validate(document) })
  report(
    "read and validate",
    try median(runs: 51) { _ = schema.validate(try JSONDocument(parsing: document.bytes)) })
}
