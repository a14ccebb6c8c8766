// The parts of libgit2 that speak to a network. The release binary holds libgit2 itself, and these
// definitions stand in for the archive's own, so that neither they nor the TLS, SSH, Kerberos and
// HTTP libraries that they need are linked: see docs/decisions/0007-libgit2-inside.md. Where
// libgit2 is a shared library it goes on calling its own.
#include <stdbool.h>

bool git_http__expect_continue = false;

int git_mbedtls_stream_global_init(void) { return 0; }
int git_transport_ssh_global_init(void) { return 0; }

// All of these say "this build has no network", as libgit2 does for a URL that it does not know.
int git_mbedtls__set_cert_location(const char *file, const char *path) {
  (void)file, (void)path;
  return -1;
}

int git_mbedtls_stream_new(void **out, const char *host, const char *port) {
  (void)out, (void)host, (void)port;
  return -1;
}

int git_mbedtls_stream_wrap(void **out, void *in, const char *host) {
  (void)out, (void)in, (void)host;
  return -1;
}

int git_smart_subtransport_http(void **out, void *owner, void *param) {
  (void)out, (void)owner, (void)param;
  return -1;
}

int git_smart_subtransport_ssh(void **out, void *owner, void *param) {
  (void)out, (void)owner, (void)param;
  return -1;
}
