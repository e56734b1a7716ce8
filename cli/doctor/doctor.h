/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What could be wrong with the machine room: a table of checks (below), each a name and a function, which
 * finds one thing, says it in a line, and what to type if it is wrong.
 *
 * A check may touch a disk or a directory service that hangs: each runs in a child of its own, all at
 * once. It reads, and changes nothing.
 *
 * To add one: its row below, its function in a check-*.c, its case in tests/live/doctor.bats.
 */
#include <stdbool.h>

#include "cli/doctor/recorder.h"

enum verdict {
	VERDICT_UNKNOWN, /* it cannot be told, mostly because the recorder does not answer: that is a line of its own */
	VERDICT_OK,
	VERDICT_WRONG,
	VERDICT_NONE, /* there is no such thing here: no line */
};

struct diagnosis {
	enum verdict verdict;
	char says[1024];
	char fix[512]; /* what to type; "" where nothing helps */
};

#define DIAGNOSES __attribute__((format(printf, 2, 3)))

/* Whatever goes into a format is made safe. */
DIAGNOSES void diagnosis_ok(struct diagnosis *diagnosis, const char *format, ...);
DIAGNOSES void diagnosis_wrong(struct diagnosis *diagnosis, const char *format, ...);
DIAGNOSES void diagnosis_unknown(struct diagnosis *diagnosis, const char *format, ...);
DIAGNOSES void diagnosis_fix(struct diagnosis *diagnosis, const char *format, ...);

/* The fix is to start the recorder anew. */
void diagnosis_restart(const struct recorder *recorder, struct diagnosis *diagnosis);

#define DOCTOR_TYPED 512
/* A path as a word of a command: quoted where a shell would read something else into it. Returns word. */
char *doctor_word(const char *path, char word[DOCTOR_TYPED]);

/* "incident verify", spoken to this recorder: `incident --log security verify`. Returns text. */
char *doctor_typed(const struct recorder *recorder, const char *verb, char text[DOCTOR_TYPED]);

#define DOCTOR_SIZE 24
/* "12.5 MiB". Returns text. */
char *doctor_size(int64_t bytes, char text[DOCTOR_SIZE]);

/* The table. */
#define DOCTOR_CHECKS(CHECK) \
	CHECK(recorder)      \
	CHECK(version)       \
	CHECK(socket)        \
	CHECK(group)         \
	CHECK(units)         \
	CHECK(database)      \
	CHECK(chain)         \
	CHECK(disk)          \
	CHECK(ballast)       \
	CHECK(spool)         \
	CHECK(outbox)        \
	CHECK(settings)      \
	CHECK(clock)

#define DOCTOR_NUMBER(name) DOCTOR_##name,
#define DOCTOR_FUNCTION(name) \
	void check_##name(const struct recorder *recorder, struct diagnosis *diagnosis);

enum { DOCTOR_CHECKS(DOCTOR_NUMBER) DOCTOR_COUNT };
DOCTOR_CHECKS(DOCTOR_FUNCTION)

extern const char *const doctor_names[DOCTOR_COUNT];

/* Every check of the table. */
void doctor_examine(const struct recorder *recorder, struct diagnosis diagnoses[DOCTOR_COUNT]);

bool doctor_is_well(const struct diagnosis diagnoses[DOCTOR_COUNT]);
