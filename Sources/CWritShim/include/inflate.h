// A stand-in for zlib's function `inflate` in front of libgit2 (see inflate.c), and inflating what
// lies in memory as a whole.
#ifndef WRIT_INFLATE_H
#define WRIT_INFLATE_H

#include <stddef.h>

// The state of zlib, which serves one stream after the other.
struct writ_inflater;

// A new one, or 0 without memory.
struct writ_inflater *writ_inflater_make(void);

void writ_inflater_free(struct writ_inflater *inflater);

// Inflates a whole stream that begins at `from`, of which at most `count` bytes are there, and
// returns how many bytes came out; -1 when it is damaged, or more than `room` would come out. The
// checksum at its end is not looked at. zlib is fastest where `room` is 258 bytes more than it needs.
long writ_inflate(
    struct writ_inflater *inflater, const void *from, size_t count, void *to, size_t room);

#endif
