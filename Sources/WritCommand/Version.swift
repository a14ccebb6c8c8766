/// The version of writ.
enum Version {
  static let number = "0.1.0"
  static let text = "writ \(number)"
}
