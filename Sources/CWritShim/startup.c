#define _GNU_SOURCE
#include "startup.h"

#include <dlfcn.h>

// The executable's own definition of a symbol wins over a shared library's, so libgit2 calls these
// two. They do nothing unless the process asked for the network, and then pass on to the library.
static int network_enabled = 0;

void writ_libgit2_enable_network(void) { network_enabled = 1; }

int mbedtls_x509_crt_parse_file(void *chain, const char *path) {
  if (!network_enabled) return 0;
  int (*real)(void *, const char *) =
      (int (*)(void *, const char *))dlsym(RTLD_NEXT, "mbedtls_x509_crt_parse_file");
  return real ? real(chain, path) : -1;
}

int libssh2_init(int flags) {
  if (!network_enabled) return 0;
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "libssh2_init");
  return real ? real(flags) : -1;
}
