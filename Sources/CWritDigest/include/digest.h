// The hash functions of BoringSSL, as swift-crypto carries it. swift-crypto's own generic types cost
// a process of a few milliseconds more than its hashing: see docs/decisions/0013-short-processes.md.
#ifndef WRIT_DIGEST_H
#define WRIT_DIGEST_H

#include <stddef.h>
#include <stdint.h>

// The SHA-1 (FIPS 180-4) of two pieces, one after the other. It does not look for collision attacks.
void writ_sha1(
    const void *first, size_t first_count, const void *second, size_t second_count,
    uint8_t digest[20]);

// The SHA-256 (FIPS 180-4) of some bytes.
void writ_sha256(const void *bytes, size_t count, uint8_t digest[32]);

#endif
