/// A certificate for `localhost` and 127.0.0.1 that no machine trusts, and its key.
///
/// Both are public, as this file is: they protect nothing and exist for tests alone.
public enum LoopbackCertificate {
  /// The certificate in PEM.
  public static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBaDCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
    c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
    CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABD+8kjbgxrxm0+X2
    VQsodOvHoBjvTYhQliAx3poLBTmxnZvpmQycLMSIdZxHrVPNp64oHVeWwSg3/Bmp
    ZSPaJqSjTjBMMA8GA1UdEwEB/wQFMAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0
    hwR/AAABMB0GA1UdDgQWBBQrZxiat0vlGGaMbWWXto5VMKuIXDAKBggqhkjOPQQD
    AgNJADBGAiEAwuY06An9RKx/FshT7BwIYIzOvN8w+Hy1LXqwn+Q/i7kCIQDtttDT
    DG+tHLP547jXWzXaSV1cFD+NVlD6RdZ3vAWHlQ==
    -----END CERTIFICATE-----

    """

  /// The key in PEM.
  static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgMkKWLfKCs9eIwRgt
    yp2VdeAmXCV4PvO2+7nCemNe3qyhRANCAAQ/vJI24Ma8ZtPl9lULKHTrx6AY702I
    UJYgMd6aCwU5sZ2b6ZkMnCzEiHWcR61TzaeuKB1XlsEoN/wZqWUj2iak
    -----END PRIVATE KEY-----

    """
}
