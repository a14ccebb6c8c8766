// Calls of the operating system that Swift's Glibc module does not offer.
#ifndef WRIT_FILES_H
#define WRIT_FILES_H

#include <stddef.h>

// Hands the data of an open file to the disk without waiting; 0 or -1 with errno set.
int writ_start_writeback(int descriptor);

// Waits until all files and folders are on the disk, at most `threads` of them at a time; one that
// is missing counts as done. Returns 0, or the errno of one that failed, whose place it tells.
int writ_sync_all(const char *const *paths, size_t count, size_t threads, size_t *failed);

// Makes a pipe whose ends, to read and to write, are closed on exec; 0 or -1 with errno set.
int writ_pipe(int ends[2]);

// Opens a folder below another without following any symbolic link or leaving it; -1 with errno
// set, ENOSYS where the system cannot promise that in one call.
int writ_open_folder_beneath(int folder, const char *path);

// Whether some bytes hold others.
int writ_contains(const void *bytes, size_t count, const void *others, size_t other_count);

#endif
