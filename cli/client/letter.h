/* SPDX-License-Identifier: MIT */
#pragma once

/* One file that is kept for another host, from its bytes to what became of it. */
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LETTER_BAD 1 /* an answer: it holds no drafts or is no file, and was set aside: `why` */

enum letter_state {
	LETTER_WAITING,
	LETTER_SENT,
	LETTER_DELIVERED, /* and removed */
	LETTER_KEPT,      /* for another time: `why` */
	LETTER_REFUSED,   /* set aside: `why` */
};

struct letter {
	char name[NAME_MAX + 1];
	char aside[NAME_MAX + 1]; /* what it is called if it was set aside */
	json_t *drafts;
	size_t size; /* how many drafts */
	int64_t made_at;
	char *request; /* the Record call */
	bool as_notes;
	enum letter_state state;
	char why[128];
};

/* 0; LETTER_BAD; -ENOENT: it is gone; -errno. letter_free() in any case. */
int letter_read(struct letter *letter, int directory, const char *name);

/* Take the reply to its call, and do with the file what follows. LETTER_WAITING: to be sent once more, as notes. */
enum letter_state letter_settle(struct letter *letter, int directory, const char *reply);

void letter_free(struct letter *letter);
