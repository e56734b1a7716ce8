/* SPDX-License-Identifier: MIT */
#pragma once

/* The connection itself, for the files that run statements: what is prepared, and what an error means. */
#include "sql/sql.h"

struct sqlite3_stmt;
struct store;

/* The statement of a query, prepared at open. */
struct sqlite3_stmt *database_statement(struct store *store, enum query query);

/* Log the connection's last error, with what was being done; the -errno that it means (daemon/store/store.h). */
int database_fail(struct store *store, const char *doing);

/* The same for a statement of ours that does not compile: the file, not the statement, is at fault (-EUCLEAN). */
int database_misfit(struct store *store, const char *doing);
