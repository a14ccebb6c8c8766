import Glibc
import WritPolicy

// Writes the history of a policy repository as a stream for `git fast-import`: an adoption with
// POLICIES policies, then COUNT applies with evidence, records, trailers and checkpoint tags, as
// `writ apply` makes them. The same arguments give the same commits.
//
//   writ-benchmark-history COUNT [POLICIES [SEED]] | git fast-import
func complain(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
guard let count = numbers.first, numbers.count == CommandLine.arguments.count - 1 else {
  complain("usage: writ-benchmark-history COUNT [POLICIES [SEED]]")
  exit(64)
}
let policies = numbers.count > 1 ? Int(numbers[1]) : 1_000
let seed = numbers.count > 2 ? numbers[2] : 1
do {
  var writer = try HistoryWriter(applies: Int(count), policies: policies, seed: seed)
  try writer.write()
  // What the stream must arrive at; fast-import computes the same.
  complain("\(writer.tip)")
} catch {
  complain("\(error)")
  exit(1)
}
