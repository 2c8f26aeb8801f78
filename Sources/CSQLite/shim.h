// SPDX-License-Identifier: Apache-2.0
//
// SQLite's C API, and the two things of it that Swift cannot import: a variadic function and macros
// that cast.

#ifndef SCAND_CSQLITE_H
#define SCAND_CSQLITE_H

#include <sqlite3.h>

/// sqlite3_db_config(db, option, on, NULL), for an option that is on (1) or off (0)
static inline int csqlite_configure(sqlite3 *db, int option, int on) {
  return sqlite3_db_config(db, option, on, (int *)0);
}

/// sqlite3_bind_text64 (UTF-8) with SQLITE_TRANSIENT: SQLite keeps a copy.
static inline int csqlite_bind_text_copied(
    sqlite3_stmt *statement, int index, const unsigned char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, (const char *)text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// sqlite3_bind_blob64 with SQLITE_TRANSIENT: SQLite keeps a copy.
static inline int csqlite_bind_blob_copied(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/// sqlite3_result_blob64 with SQLITE_TRANSIENT: SQLite keeps a copy.
static inline void csqlite_result_blob_copied(
    sqlite3_context *context, const void *bytes, sqlite3_uint64 count) {
  sqlite3_result_blob64(context, bytes, count, SQLITE_TRANSIENT);
}

#endif
