// A stand-in for zlib's function of the same name; see inflate.c.
#ifndef WRIT_INFLATE_H
#define WRIT_INFLATE_H

// The beginning of zlib's z_stream, whose layout is part of its stable interface.
struct writ_inflate_stream {
  const unsigned char *next_in;
  unsigned int avail_in;
  unsigned long total_in;
  unsigned char *next_out;
  unsigned int avail_out;
};

#endif
