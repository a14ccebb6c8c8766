// Calls of the operating system that Swift's Glibc module does not offer.
#ifndef WRIT_FILES_H
#define WRIT_FILES_H

// Hands the data of an open file to the disk without waiting; 0 or -1 with errno set.
int writ_start_writeback(int descriptor);

// Makes a pipe whose ends, to read and to write, are closed on exec; 0 or -1 with errno set.
int writ_pipe(int ends[2]);

#endif
