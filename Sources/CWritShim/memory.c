#include "memory.h"

#include <malloc.h>
#include <stdlib.h>

void writ_prepare_memory(void) {
  mallopt(M_TOP_PAD, 1 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

void writ_prepare_thread_memory(void) {
  // What was given back stays with the thread; no page of it is taken before it is used.
  void *volatile piece = malloc(4 << 20);
  free(piece);
}
