import Glibc

// Times whole processes side by side: every command once a round, so that a drift of the machine
// meets all of them alike. Prints each command's median, minimum and its ratio to the last one.
//
//   writ-benchmark-compare ROUNDS LABEL=COMMAND [LABEL=COMMAND ...]
//
// A command is split at spaces and started without a shell; {n} in it stands for the round.

func milliseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
}

func run(_ words: [String]) -> Double? {
  var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
  defer { for argument in arguments { free(argument) } }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
  defer { posix_spawn_file_actions_destroy(&actions) }
  var child = pid_t()
  let start = milliseconds()
  guard posix_spawnp(&child, words[0], &actions, nil, &arguments, environ) == 0 else { return nil }
  var status: Int32 = 0
  waitpid(child, &status, 0)
  return status == 0 ? milliseconds() - start : nil
}

func complain(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

func formatted(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  let rest = hundredths % 100
  return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}

let warmUp = 3
let arguments = Array(CommandLine.arguments.dropFirst())
guard let rounds = arguments.first.flatMap({ Int($0) }), arguments.count > 1 else {
  complain("usage: writ-benchmark-compare ROUNDS LABEL=COMMAND ...")
  exit(64)
}
let commands = arguments.dropFirst().compactMap { argument -> (label: String, text: String)? in
  guard let equals = argument.firstIndex(of: "=") else { return nil }
  return (String(argument[..<equals]), String(argument[argument.index(after: equals)...]))
}
var times = [[Double]](repeating: [], count: commands.count)
for round in 1...(rounds + warmUp) {
  for (index, command) in commands.enumerated() {
    let words = command.text.split(separator: " ").map { word in
      word == "{n}"
        ? "\(round)"
        : word.split(separator: "{n}", omittingEmptySubsequences: false)
          .joined(separator: "\(round)")
    }
    guard let time = run(words) else {
      complain("'\(command.label)' failed in round \(round)")
      exit(1)
    }
    if round > warmUp { times[index].append(time) }
  }
}
let medians = times.map { $0.sorted()[$0.count / 2] }
for (index, command) in commands.enumerated() {
  let minimum = times[index].min() ?? 0
  let ratio = medians[index] / (medians.last ?? 1)
  print(
    "\(command.label): median \(formatted(medians[index])) ms, minimum \(formatted(minimum)) ms, "
      + "ratio \(formatted(ratio))")
}
