extension Commit {
  /// The commit with another parent as the first, and the others behind it in their order.
  ///
  /// - Parameter mainline: the place of that parent.
  public func led(by mainline: Int) -> Commit {
    guard parents.indices.contains(mainline), mainline > 0 else { return self }
    var order = parents
    order.insert(order.remove(at: mainline), at: 0)
    return Commit(
      id: id, tree: tree, parents: order, author: author, committer: committer,
      otherHeaders: otherHeaders, message: message)
  }
}
