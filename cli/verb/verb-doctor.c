/* SPDX-License-Identifier: MIT */
/*
 * incident doctor: what is wrong with the machine room, and what to type. As metrics it is read by a
 * collector, which wants them most when something is wrong: then the exit code says only that they are
 * there.
 */
#include <errno.h>

#include "cli/doctor/doctor-view.h"
#include "cli/doctor/doctor.h"
#include "cli/doctor/metric-page.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "cli/verb/verb.h"
#include "lib/drop.h"

/* Its socket, groups, units and clock are those of another machine. */
static int explain_host(struct session *session)
{
	drop(free) char *host = typed_word(session->host);

	say_error(session, "the doctor looks at the host that he is on");
	say_try(session, "ssh %s incident doctor", host ? host : "HOST");
	return EXIT_USAGE;
}

int verb_doctor(struct session *session, const struct command *command,
		const struct arguments *arguments)
{
	drop(recorder_free) struct recorder recorder = { .place = -ENOENT };
	struct diagnosis diagnoses[DOCTOR_COUNT];

	(void)command;
	(void)arguments;
	if (session->host)
		return explain_host(session);
	recorder_ask(&recorder, session);
	doctor_examine(&recorder, diagnoses);
	if (session_wants(session, "prometheus"))
		return metric_page(&recorder, diagnoses) ? EXIT_FAILED : EXIT_OK;
	if (session_wants(session, "json"))
		doctor_view_json(&recorder, diagnoses);
	else
		doctor_view(session, diagnoses);
	return doctor_is_well(diagnoses) ? EXIT_OK : EXIT_FAILED;
}
