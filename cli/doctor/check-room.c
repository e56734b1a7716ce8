/* SPDX-License-Identifier: MIT */
/* The disk, and the room that is kept for the day on which it is full. */
#include <stdio.h>

#include "cli/doctor/doctor.h"
#include "include/limits.h"

#define WAL_ROOM   ((int64_t)LIMIT_WAL_ROOM * 1024 * 1024)
#define DISK_LEAST (64 * 1024 * 1024) /* what the kept room takes, should it have to be made anew */

static void fix_room(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	const char *state = recorder_text(recorder, "state");
	char word[DOCTOR_TYPED];

	diagnosis_fix(diagnosis, "df -h %s, and make room there",
		      state ? doctor_word(state, word) : "");
}

void check_disk(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	int64_t left = recorder_number(recorder, "disk.free", -1);
	char free_text[DOCTOR_SIZE], size_text[DOCTOR_SIZE];

	if (left < 0) {
		diagnosis_unknown(diagnosis, "the recorder does not say");
		return;
	}
	diagnosis_ok(diagnosis, "%s of %s free", doctor_size(left, free_text),
		     doctor_size(recorder_number(recorder, "disk.size", 0), size_text));
	if (left >= DISK_LEAST)
		return;
	diagnosis->verdict = VERDICT_WRONG;
	fix_room(recorder, diagnosis);
}

/* "32 MiB of 32 MiB in the database, 16 MiB of 16 MiB in its WAL": the setting is of the first alone. */
static void describe(const struct recorder *recorder, int64_t there, int64_t wanted, char text[128])
{
	int64_t wal = recorder_number(recorder, "wal_bytes", 0);
	char sizes[4][DOCTOR_SIZE];

	wal = wal < WAL_ROOM ? wal : WAL_ROOM;
	snprintf(text, 128, "%s of %s in the database, %s of %s in its WAL",
		 doctor_size(there - wal, sizes[0]), doctor_size(wanted - WAL_ROOM, sizes[1]),
		 doctor_size(wal, sizes[2]), doctor_size(WAL_ROOM, sizes[3]));
}

void check_ballast(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	int64_t there = recorder_number(recorder, "ballast.there", -1);
	int64_t wanted = recorder_number(recorder, "ballast.wanted", 0);
	char text[128];

	if (there < 0) {
		diagnosis_unknown(diagnosis, "the recorder does not say");
		return;
	}
	describe(recorder, there, wanted, text);
	diagnosis_ok(diagnosis, "kept for a full disk: %s%s", text,
		     there < wanted ? "; more while nothing else is to do" : "");
	if (there >= wanted || recorder_number(recorder, "disk.free", 0) >= DISK_LEAST)
		return;
	diagnosis_wrong(diagnosis, "kept for a full disk: %s, and no room for more", text);
	fix_room(recorder, diagnosis);
}
