#define _GNU_SOURCE
#include "inflate.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

typedef int (*inflate_function)(z_streamp, int);

// Where zlib is inside the binary, its own function has this name: see .ci/static-libraries.
extern int writ_zlib_inflate(z_streamp stream, int flush) __attribute__((weak));

static inflate_function zlib_inflate(void) {
  if (writ_zlib_inflate) return writ_zlib_inflate;
  static inflate_function found = 0;
  inflate_function known = __atomic_load_n(&found, __ATOMIC_RELAXED);
  if (known) return known;
  known = (inflate_function)dlsym(RTLD_NEXT, "inflate");
  __atomic_store_n(&found, known, __ATOMIC_RELAXED);
  return known;
}

// The executable's own definition of a symbol wins over a shared library's, so libgit2 calls this.
// zlib says "more input or more room is needed", which libgit2 1.5 takes for progress: on an object
// file that was cut off it asks again for ever. With "finish" no more input will come, so a call
// that had room and no input, and did nothing, tells of data that was cut off.
int inflate(z_streamp stream, int flush) {
  inflate_function real = zlib_inflate();
  if (!real || !stream) return Z_STREAM_ERROR;
  int starved = flush == Z_FINISH && stream->avail_in == 0 && stream->avail_out > 0;
  unsigned int room = stream->avail_out;
  int status = real(stream, flush);
  if (starved && status == Z_BUF_ERROR && stream->avail_out == room) return Z_DATA_ERROR;
  return status;
}

struct writ_inflater {
  z_stream stream;
};

struct writ_inflater *writ_inflater_make(void) {
  struct writ_inflater *made = calloc(1, sizeof *made);
  if (!made) return 0;
  // What comes out is held against the id of its object, which tells more than zlib's checksum.
  if (inflateInit(&made->stream) == Z_OK && inflateValidate(&made->stream, 0) == Z_OK) return made;
  writ_inflater_free(made);
  return 0;
}

void writ_inflater_free(struct writ_inflater *inflater) {
  inflateEnd(&inflater->stream);
  free(inflater);
}

long writ_inflate(
    struct writ_inflater *inflater, const void *from, size_t count, void *to, size_t room) {
  z_stream *stream = &inflater->stream;
  inflate_function real = zlib_inflate();
  if (!real || room > UINT_MAX || inflateReset(stream) != Z_OK) return -1;
  stream->next_in = (z_const Bytef *)from;
  stream->avail_in = count > UINT_MAX ? UINT_MAX : (unsigned int)count;
  stream->next_out = to;
  stream->avail_out = (unsigned int)room;
  return real(stream, Z_FINISH) == Z_STREAM_END ? (long)stream->total_out : -1;
}
