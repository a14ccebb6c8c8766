// SQLite's C interface, and the macros and variadics that Swift cannot call. No logic.
#ifndef WRIT_CSQLITE_SHIM_H
#define WRIT_CSQLITE_SHIM_H

#include <sqlite3.h>

static inline sqlite3_destructor_type writ_sqlite_transient(void) { return SQLITE_TRANSIENT; }

static inline int writ_sqlite_skip_checkpoint_on_close(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

#endif
