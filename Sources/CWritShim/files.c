#define _GNU_SOURCE
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int writ_start_writeback(int descriptor) {
  return sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int writ_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int writ_open_folder_beneath(int folder, const char *path) {
#ifdef SYS_openat2
  struct open_how how = {
      .flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC,
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
  };
  return (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
#else
  errno = ENOSYS;
  return -1;
#endif
}

int writ_contains(const void *bytes, size_t count, const void *others, size_t other_count) {
  return memmem(bytes, count, others, other_count) != NULL;
}
