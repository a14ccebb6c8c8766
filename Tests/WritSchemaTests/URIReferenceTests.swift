import Testing

@testable import WritSchema

@Suite struct URIReferenceTests {
  /// The examples of RFC 3986, section 5.4, and some of our own.
  static let examples: [(String, String)] = [
    ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
    ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"),
    ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"),
    ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"), ("g;x", "http://a/b/c/g;x"),
    ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
    ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"),
    ("../..", "http://a/"), ("../../", "http://a/"), ("../../g", "http://a/g"),
    ("../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
    ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"), ("g..", "http://a/b/c/g.."),
    ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"),
    ("g/../h", "http://a/b/c/h"), ("g;x=1/../y", "http://a/b/c/y"),
    ("g?y/./x", "http://a/b/c/g?y/./x"), ("g#s/../x", "http://a/b/c/g#s/../x"),
    ("urn:a:b", "urn:a:b"),
  ]

  @Test("References are resolved as in RFC 3986", arguments: examples)
  func resolution(_ reference: String, _ target: String) {
    let base = URIReference("http://a/b/c/d;p?q")
    #expect(URIReference(reference).resolved(against: base).text == target)
  }

  @Test(
    "Other bases work as well",
    arguments: [
      ("http://a", "b", "http://a/b"), ("urn:x:y", "#f", "urn:x:y#f"), ("", "a/../b", "b"),
      ("file:///c:/dir/a.json", "b.json", "file:///c:/dir/b.json"), ("a/b", "c", "a/c"),
    ])
  func bases(_ base: String, _ reference: String, _ target: String) {
    #expect(URIReference(reference).resolved(against: URIReference(base)).text == target)
  }

  @Test("Percent escapes become bytes, and broken ones nothing")
  func percent() {
    #expect("a%20%C3%A9".percentDecoded == "a é")
    for broken in ["%", "%2", "%zz", "%ff"] { #expect(broken.percentDecoded == nil) }
    #expect("a é\"%".percentEncodedForFragment == "a%20%C3%A9%22%25")
  }
}
