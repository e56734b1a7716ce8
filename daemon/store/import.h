/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Events of another log, or of this one's past, taken verbatim: origin, seq, author, text, salt, leaf and
 * hash stay; who brought them, and when, is kept beside them. Each is on the log once however often it
 * comes. Positions of the log that is being written here are never taken, only recognised.
 */
#include "daemon/store/answer.h"

struct imported {
	char *text; /* canonical */
	size_t size;
	uint8_t salt[16], leaf[32], hash[32];
	bool salted; /* false: it was expunged where it comes from */
};

struct import {
	struct imported *events;
	size_t count;
	bool dry; /* everything is checked, nothing stays */
	struct author author;
	int64_t taken, held, holes; /* holes: events of this call whose predecessor is not held */
	bool expunged;              /* a text is gone: the WAL must be emptied */
	struct answer answer;
};

/* What the wire brought, on any thread: true, or false with the answer set. */
bool import_read(struct import *import, const json_t *events);

/* One transaction: all or none. A reply or an error in import->answer. 0, ANSWER_REFUSED or -errno. */
int import_run(struct store *store, struct import *import);

void import_free(struct import *import);
