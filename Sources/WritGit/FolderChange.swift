/// What shall become of the names in one folder, in the order of their bytes.
///
/// A list and no dictionary: an apply changes few names, and the first dictionary of a type costs
/// a process more than they do.
struct FolderChange {
  struct Name {
    let name: [UInt8]
    /// What was set at the name itself: an entry, or `.some(nil)` for its removal.
    var entry: TreeEntry??
    /// What was set below the name, after what was set at the name itself.
    var below: FolderChange?
  }

  var names: [Name] = []

  /// The place of a name in the list, which has it from now on.
  mutating func place(of name: [UInt8]) -> Int {
    // Most changes come in order.
    guard let last = names.last, !last.name.lexicographicallyPrecedes(name) else {
      names.append(Name(name: name))
      return names.count - 1
    }
    var low = 0
    var high = names.count - 1
    while low < high {
      let middle = (low + high) / 2
      if names[middle].name.lexicographicallyPrecedes(name) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    if names[low].name != name { names.insert(Name(name: name), at: low) }
    return low
  }
}
