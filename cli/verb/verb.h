/* SPDX-License-Identifier: MIT */
#pragma once

/* What the verbs do, a function each: a row of the command table points at it. Each returns an exit code. */
#include "cli/command.h"

#define VERBS(VERB)        \
	VERB(kind)         \
	VERB(handover)     \
	VERB(task_list)    \
	VERB(amend)        \
	VERB(pin)          \
	VERB(retract)      \
	VERB(undo)         \
	VERB(move)         \
	VERB(merge)        \
	VERB(expunge)      \
	VERB(switch)       \
	VERB(config_check) \
	VERB(config_show)  \
	VERB(admin_reload) \
	VERB(verify)       \
	VERB(backup)       \
	VERB(version)      \
	VERB(bridge)       \
	VERB(doctor)       \
	VERB(help)         \
	VERB(status)       \
	VERB(log)          \
	VERB(list)         \
	VERB(show)         \
	VERB(search)       \
	VERB(stats)        \
	VERB(export)       \
	VERB(import)       \
	VERB(transfer)     \
	VERB(check)        \
	VERB(add)          \
	VERB(edit)         \
	VERB(postmortem)

#define VERB_FUNCTION(name)                                                     \
	int verb_##name(struct session *session, const struct command *command, \
			const struct arguments *arguments);
VERBS(VERB_FUNCTION)
#undef VERB_FUNCTION
