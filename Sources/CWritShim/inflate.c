#define _GNU_SOURCE
#include "inflate.h"

#include <dlfcn.h>

enum { finish = 4, stream_error = -2, data_error = -3, buffer_error = -5 };

// Where zlib is inside the binary, its own function has this name: see .ci/static-libraries.
extern int writ_zlib_inflate(struct writ_inflate_stream *stream, int flush)
    __attribute__((weak));

// The executable's own definition of a symbol wins over a shared library's, so libgit2 calls this.
// zlib says "more input or more room is needed", which libgit2 1.5 takes for progress: on an object
// file that was cut off it asks again for ever. With "finish" no more input will come, so a call
// that had room and no input, and did nothing, tells of data that was cut off.
int inflate(struct writ_inflate_stream *stream, int flush) {
  static int (*real)(struct writ_inflate_stream *, int) = writ_zlib_inflate;
  if (!real) real = (int (*)(struct writ_inflate_stream *, int))dlsym(RTLD_NEXT, "inflate");
  if (!real || !stream) return stream_error;
  int starved = flush == finish && stream->avail_in == 0 && stream->avail_out > 0;
  unsigned int room = stream->avail_out;
  int status = real(stream, flush);
  if (starved && status == buffer_error && stream->avail_out == room) return data_error;
  return status;
}
