// SQLite's C interface, and the one macro that Swift cannot call. No logic.
#ifndef WRIT_CSQLITE_SHIM_H
#define WRIT_CSQLITE_SHIM_H

#include <sqlite3.h>

static inline sqlite3_destructor_type writ_sqlite_transient(void) { return SQLITE_TRANSIENT; }

#endif
