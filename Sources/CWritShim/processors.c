#define _GNU_SOURCE
#include "processors.h"

#include <sched.h>

int writ_processors(void) {
  cpu_set_t allowed;
  return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 0;
}
