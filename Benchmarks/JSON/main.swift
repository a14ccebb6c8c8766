import Foundation
import WritJSON

// Reads each file named on the command line with this package's reader and with Foundation's, and
// prints the median speed in MB/s: writ-benchmark-json FILE...

/// The median time of a run in seconds.
func median(runs: Int, _ body: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  var times: [Double] = []
  for _ in 0..<runs {
    let elapsed = try clock.measure(body)
    let parts = elapsed.components
    times.append(Double(parts.seconds) + Double(parts.attoseconds) * 1e-18)
  }
  return times.sorted()[runs / 2]
}

/// Prints one line: what, milliseconds, MB/s.
func report(_ what: String, bytes: Int, seconds: Double) {
  let speed = Double(bytes) / seconds / 1e6
  print("  " + what, String(format: "%.3f ms  %.0f MB/s", seconds * 1e3, speed))
}

for path in CommandLine.arguments.dropFirst() {
  let data = try Data(contentsOf: URL(fileURLWithPath: path))
  let bytes = Array(data)
  print("\(path): \(bytes.count) bytes")
  report(
    "JSONDocument(parsing:)", bytes: bytes.count,
    seconds: try median(runs: 31) { _ = try JSONDocument(parsing: bytes) })
  let document = try JSONDocument(parsing: bytes)
  report(
    "JSONDocument.value", bytes: bytes.count,
    seconds: median(runs: 11) { _ = document.value })
  report(
    "JSONSerialization", bytes: bytes.count,
    seconds: try median(runs: 5) { _ = try JSONSerialization.jsonObject(with: data) })
  report(
    "JSONDecoder", bytes: bytes.count,
    seconds: try median(runs: 5) { _ = try JSONDecoder().decode(AnyDecodable.self, from: data) })
}

/// Decodes any JSON value, so that JSONDecoder visits all of it.
enum AnyDecodable: Decodable {
  case scalar
  case array([AnyDecodable])
  case object([String: AnyDecodable])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let members = try? container.decode([String: AnyDecodable].self) {
      self = .object(members)
    } else if let elements = try? container.decode([AnyDecodable].self) {
      self = .array(elements)
    } else {
      self = .scalar
    }
  }
}
