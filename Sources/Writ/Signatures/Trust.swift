import WritGit
import WritPolicy
import WritSignature

/// Whose signatures count for what is built on one tree, or why nobody can say.
enum FoundTrust {
  case trust(SignerTrust)
  case unreadable(String)
}

/// What was read of governance already, by the entries of trees: along a history it seldom changes.
final class ReadTrust {
  /// The lists of signers.
  struct Lists: Hashable {
    let allowed: TreeEntry?
    let revoked: TreeEntry?
  }

  /// What approvals are bound to.
  struct Governing: Hashable {
    let rules: TreeEntry?
    let gates: TreeEntry?
  }

  var found: [Lists: FoundTrust] = [:]
  var governing: [Governing: GoverningDigests] = [:]
}

extension Ledger {
  /// The keys that may sign, as ssh-keygen(1) defines the file.
  static let allowedSigners: GitPath = "governance/allowed_signers"
  /// The keys that were revoked: public keys and fingerprints, or a key revocation list.
  static let revokedSigners: GitPath = "governance/revoked_signers"

  /// The files that say whose signatures count.
  static let signerLists = [allowedSigners, revokedSigners]

  /// Whose signatures count for what is built on a tree.
  func trust(in tree: ObjectID?) throws -> FoundTrust {
    guard let tree else { return .trust(SignerTrust(allowed: nil, revoked: nil)) }
    return try trust(
      ReadTrust.Lists(
        allowed: objects.entry(at: Ledger.allowedSigners, in: tree),
        revoked: objects.entry(at: Ledger.revokedSigners, in: tree)))
  }

  /// Whose signatures count by two files.
  func trust(_ lists: ReadTrust.Lists) throws -> FoundTrust {
    if let known = readTrust.found[lists] { return known }
    let found = try read(lists)
    readTrust.found[lists] = found
    return found
  }

  private func read(_ lists: ReadTrust.Lists) throws -> FoundTrust {
    do {
      return trust(
        allowed: try list(lists.allowed, Ledger.allowedSigners, AllowedSigners.limit),
        revoked: try list(lists.revoked, Ledger.revokedSigners, RevocationList.limit))
    } catch let error as SignatureError {
      return .unreadable(error.message)
    }
  }

  /// Whose signatures count by two lists; nil for one that is not there.
  func trust(allowed: [UInt8]?, revoked: [UInt8]?) -> FoundTrust {
    do throws(SignatureError) {
      return .trust(
        SignerTrust(
          allowed: try allowed.map(AllowedSigners.init(parsing:)),
          revoked: try revoked.map(RevocationList.init(parsing:))))
    } catch {
      return .unreadable(error.message)
    }
  }

  private func list(
    _ entry: TreeEntry?, _ path: GitPath, _ limit: Int
  ) throws -> [UInt8]? {
    guard let entry else { return nil }
    guard entry.mode.isFile else {
      throw SignatureError(.signers, "\(path) is a \(entry.mode) and not a file.")
    }
    let size = try objects.header(entry.id).size
    guard size <= limit else {
      throw SignatureError(.signers, "\(path) has \(size) bytes, more than the \(limit) allowed.")
    }
    return try objects.blob(entry.id)
  }

  /// What is wrong with a list of signers that a change brings; none for any other file.
  ///
  /// A line that cannot be read would trust nobody or, in the list of revoked keys, close the
  /// ledger for everyone.
  func signerFindings(_ path: GitPath, _ content: [UInt8]?) -> [Finding] {
    guard let content else { return [] }
    do throws(SignatureError) {
      if path == Ledger.allowedSigners {
        return try AllowedSigners(parsing: content).problems.map { Finding($0, path) }
      }
      if path == Ledger.revokedSigners { _ = try RevocationList(parsing: content) }
      return []
    } catch {
      return [Finding(error, path)]
    }
  }
}

extension Finding {
  fileprivate init(_ error: SignatureError, _ path: GitPath) {
    let line = error.line.map { ":\($0)" } ?? ""
    self.init(
      .signersForm, path: path.description, "\(path)\(line): \(error.message)",
      mend: error.hint ?? "correct the file; 'ssh-keygen' must be able to read it")
  }
}
