// Swift's standard library looks for the arguments of the process in the map of its memory, before
// main runs, which the kernel has to write as text each time. glibc hands them to whoever asks: these
// definitions stand in for those of the archive `libswiftCore.a`. They are weak, so that another
// standard library that needs more of that file has it whole.
#include <features.h>

#ifdef __GLIBC__
static int count = 0;
static char **values = 0;

// glibc passes what it passes to main.
__attribute__((constructor)) static void take_arguments(int argc, char **argv, char **environment) {
  (void)environment;
  if (values) return;
  count = argc, values = argv;
}

__attribute__((weak)) char **_swift_stdlib_getUnsafeArgvArgc(int *found) {
  *found = count;
  return values;
}

__attribute__((weak)) void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc) {
  count = argc, values = argv;
}
#endif
