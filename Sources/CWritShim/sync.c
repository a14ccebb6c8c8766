#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "files.h"

// The disk takes the waits of several files together, but each call waits for one.
struct work {
  const char *const *paths;
  size_t count;
  atomic_size_t next;
  atomic_int error;
  atomic_size_t failed;
};

static int sync_path(const char *path) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return errno == ENOENT ? 0 : errno;
  int error = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  return error;
}

static void *sync_some(void *argument) {
  struct work *work = argument;
  for (;;) {
    size_t place = atomic_fetch_add(&work->next, 1);
    if (place >= work->count) return 0;
    int error = sync_path(work->paths[place]);
    int none = 0;
    if (error && atomic_compare_exchange_strong(&work->error, &none, error)) {
      atomic_store(&work->failed, place);
    }
  }
}

enum { most_threads = 16 };

int writ_sync_all(const char *const *paths, size_t count, size_t threads, size_t *failed) {
  struct work work = {.paths = paths, .count = count};
  pthread_t helpers[most_threads];
  size_t started = 0;
  while (started + 1 < threads && started + 1 < count && started < most_threads) {
    // With fewer helpers it takes longer, no more.
    if (pthread_create(&helpers[started], 0, sync_some, &work) != 0) break;
    started += 1;
  }
  sync_some(&work);
  for (size_t index = 0; index < started; index += 1) pthread_join(helpers[index], 0);
  *failed = atomic_load(&work.failed);
  return atomic_load(&work.error);
}
