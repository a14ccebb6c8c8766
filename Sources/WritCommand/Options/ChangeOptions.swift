import ArgumentParser

/// What to change: values by option, patches, or the files of the work tree.
struct ChangeOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set or add a value; may be repeated.", valueName: "NAME#/pointer=JSON"))
  var sets: [String] = []

  @Option(
    name: .customLong("remove"), parsing: .singleValue,
    help: ArgumentHelp("Remove a value; may be repeated.", valueName: "NAME#/pointer"))
  var removals: [String] = []

  @Option(
    name: .customLong("patch"), parsing: .singleValue,
    help: ArgumentHelp(
      """
      A JSON file with an object: policy name to JSON Patch (an array, RFC 6902) or merge patch \
      (an object, RFC 7396); may be repeated.
      """, valueName: "FILE"))
  var patches: [String] = []

  @Flag(help: "Take the edits under governance/ of the work tree too.")
  var governance = false

  @Option(help: "The branch to change; the one that is checked out when not given.")
  var branch: String?

  /// The options as plain values.
  var given: GivenChange {
    GivenChange(
      sets: sets, removals: removals, patches: patches, governance: governance, branch: branch)
  }
}
