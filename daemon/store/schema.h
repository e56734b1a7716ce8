/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What kind of file it is, and of which version: application_id and user_version (sqlite.org/pragma.html).
 * Migrations are applied in order, each a transaction that carries its version.
 */
struct store;

#define SCHEMA_APPLICATION_ID 0x696e6364 /* "incd" */

/* 0; -EINVAL: the database of another program; -EUCLEAN: damaged; -ENOTSUP: written by a newer incidentd (logged with both versions); -errno. */
int schema_check(struct store *store);

/* Of a file that was checked. 0 or -errno. */
int schema_migrate(struct store *store);
