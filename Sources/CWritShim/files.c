#define _GNU_SOURCE
#include "files.h"

#include <fcntl.h>
#include <unistd.h>

int writ_start_writeback(int descriptor) {
  return sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int writ_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
