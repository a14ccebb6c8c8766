// How the process takes memory from the operating system.
#ifndef WRIT_MEMORY_H
#define WRIT_MEMORY_H

// A short command asks for many small pieces: larger steps spare it most of the calls.
void writ_prepare_memory(void);

// The same for a thread that was just started, where the steps are pages otherwise.
void writ_prepare_thread_memory(void);

#endif
