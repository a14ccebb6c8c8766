import Glibc
import WritLoopback

// A server of models for measuring: its address on standard output, its end with standard input.
//
//   writ-benchmark-models PACE MODEL...    PACE is how long a piece of an answer takes, in ms
let words = Array(CommandLine.arguments.dropFirst())
let models = LoopbackModels(
  Array(words.dropFirst()), pace: words.first.flatMap { Int($0) } ?? 0)
let server = try LoopbackServer { models.answer($0) }
print(server.url)
// Whoever started it waits for the line.
fflush(nil)
while readLine() != nil {}
server.stop()
