// libgit2 reads the machine's certificate bundle and starts libssh2 whenever it is initialised,
// which costs several milliseconds in every process. Local work needs neither.
#ifndef WRIT_LIBGIT2_STARTUP_H
#define WRIT_LIBGIT2_STARTUP_H

// Call before the first use of libgit2 by a command that talks to a network through it.
void writ_libgit2_enable_network(void);

#endif
