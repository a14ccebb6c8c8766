#include "digest.h"

#include <CCryptoBoringSSL_sha.h>
#include <CCryptoBoringSSL_sha2.h>

// BoringSSL documents that these functions always return 1.
void writ_sha1(
    const void *first, size_t first_count, const void *second, size_t second_count,
    uint8_t digest[20]) {
  SHA_CTX state;
  SHA1_Init(&state);
  SHA1_Update(&state, first, first_count);
  SHA1_Update(&state, second, second_count);
  SHA1_Final(digest, &state);
}

void writ_sha256(const void *bytes, size_t count, uint8_t digest[32]) {
  SHA256_CTX state;
  SHA256_Init(&state);
  SHA256_Update(&state, bytes, count);
  SHA256_Final(digest, &state);
}
