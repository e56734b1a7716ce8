/* SPDX-License-Identifier: MIT */
/* A diagnosis comes out of its child as it is, in one write: it is less than what a pipe takes whole. */
#include "cli/doctor/doctor.h"

#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/client/wire.h"
#include "cli/doctor/bounded.h"
#include "cli/typed.h"
#include "lib/drop.h"
#include "lib/text.h"

#define CHECK_WAIT 2000 /* milliseconds for all checks */

_Static_assert(sizeof(struct diagnosis) <= PIPE_BUF, "a diagnosis is written at once");

#define NAME(name) #name,
const char *const doctor_names[DOCTOR_COUNT] = { DOCTOR_CHECKS(NAME) };

#define FUNCTION(name) check_##name,
static void (*const checks[])(const struct recorder *recorder,
			      struct diagnosis *diagnosis) = { DOCTOR_CHECKS(FUNCTION) };

/* What is said may hold names of files, which are anybody's. */
__attribute__((format(printf, 3, 0))) static void say(char *to, size_t size, const char *format,
						      va_list values)
{
	drop(free) char *line = NULL;

	if (vasprintf(&line, format, values) < 0)
		line = NULL;
	drop(free) char *safe = line ? text_safe(line, false) : NULL;
	snprintf(to, size, "%.*s", (int)(safe ? text_cut_bytes(safe, strlen(safe), size - 1) : 0),
		 safe ? safe : "");
}

#define SAY(to)                                      \
	do {                                         \
		va_list values;                      \
		va_start(values, format);            \
		say(to, sizeof(to), format, values); \
		va_end(values);                      \
	} while (0)

void diagnosis_ok(struct diagnosis *diagnosis, const char *format, ...)
{
	diagnosis->verdict = VERDICT_OK;
	SAY(diagnosis->says);
}

void diagnosis_wrong(struct diagnosis *diagnosis, const char *format, ...)
{
	diagnosis->verdict = VERDICT_WRONG;
	SAY(diagnosis->says);
}

void diagnosis_unknown(struct diagnosis *diagnosis, const char *format, ...)
{
	diagnosis->verdict = VERDICT_UNKNOWN;
	SAY(diagnosis->says);
}

void diagnosis_fix(struct diagnosis *diagnosis, const char *format, ...)
{
	SAY(diagnosis->fix);
}

char *doctor_word(const char *path, char word[DOCTOR_TYPED])
{
	drop(free) char *quoted = typed_word(path);

	snprintf(word, DOCTOR_TYPED, "%s",
		 quoted && strlen(quoted) < DOCTOR_TYPED ? quoted : "PATH");
	return word;
}

char *doctor_typed(const struct recorder *recorder, const char *verb, char text[DOCTOR_TYPED])
{
	const struct session *session = recorder->session;
	char word[DOCTOR_TYPED];

	if (session->socket)
		snprintf(text, DOCTOR_TYPED, "incident --socket %.400s %.60s",
			 doctor_word(session->socket, word), verb);
	else if (session->log)
		snprintf(text, DOCTOR_TYPED, "incident --log %s %s", session->log, verb);
	else
		snprintf(text, DOCTOR_TYPED, "incident %s%s", session->user ? "--user " : "", verb);
	return text;
}

char *doctor_size(int64_t bytes, char text[DOCTOR_SIZE])
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
	double size = (double)bytes;
	int unit = 0;

	for (; size >= 1024 && unit < 4; unit++)
		size /= 1024;
	snprintf(text, DOCTOR_SIZE, "%.*f %s", unit && size < 10 ? 1 : 0, size, units[unit]);
	return text;
}

struct examination {
	int check;
	const struct recorder *recorder;
};

static void run(int out, const void *owner)
{
	const struct examination *examination = owner;
	struct diagnosis diagnosis = { .verdict = VERDICT_UNKNOWN };

	checks[examination->check](examination->recorder, &diagnosis);
	if (write(out, &diagnosis, sizeof(diagnosis)) < 0)
		return;
}

void doctor_examine(const struct recorder *recorder, struct diagnosis diagnoses[DOCTOR_COUNT])
{
	int64_t deadline = wire_deadline(CHECK_WAIT);
	struct bounded children[DOCTOR_COUNT];

	for (int i = 0; i < DOCTOR_COUNT; i++)
		bounded_start(&children[i], run, &(struct examination){ i, recorder });
	for (int i = 0; i < DOCTOR_COUNT; i++) {
		struct diagnosis *diagnosis = &diagnoses[i];

		if (bounded_finish(&children[i], diagnosis, sizeof(*diagnosis), deadline) ==
		    sizeof(*diagnosis))
			continue;
		*diagnosis = (struct diagnosis){ .says = "" };
		diagnosis_wrong(diagnosis,
				"looking at it takes more than %d s: a disk or a directory "
				"service hangs",
				CHECK_WAIT / 1000);
		diagnosis_fix(diagnosis, "dmesg | tail");
	}
}

bool doctor_is_well(const struct diagnosis diagnoses[DOCTOR_COUNT])
{
	for (int i = 0; i < DOCTOR_COUNT; i++)
		if (diagnoses[i].verdict == VERDICT_WRONG)
			return false;
	return true;
}
