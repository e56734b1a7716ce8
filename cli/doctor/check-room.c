/* SPDX-License-Identifier: MIT */
/* The disk, and the room that is kept for the day on which it is full. */
#include "cli/doctor/doctor.h"

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

void check_ballast(const struct recorder *recorder, struct diagnosis *diagnosis)
{
	int64_t there = recorder_number(recorder, "ballast.there", -1);
	int64_t wanted = recorder_number(recorder, "ballast.wanted", 0);
	char there_text[DOCTOR_SIZE], wanted_text[DOCTOR_SIZE];

	if (there < 0) {
		diagnosis_unknown(diagnosis, "the recorder does not say");
		return;
	}
	doctor_size(there, there_text);
	doctor_size(wanted, wanted_text);
	if (there >= wanted)
		diagnosis_ok(diagnosis, "%s kept for a full disk", there_text);
	else
		diagnosis_ok(diagnosis,
			     "%s of %s kept for a full disk; more while nothing else is to do",
			     there_text, wanted_text);
	if (there >= wanted || recorder_number(recorder, "disk.free", 0) >= DISK_LEAST)
		return;
	diagnosis_wrong(diagnosis, "%s of %s kept for a full disk, and no room for more",
			there_text, wanted_text);
	fix_room(recorder, diagnosis);
}
