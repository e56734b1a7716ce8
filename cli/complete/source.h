/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Where choices come from, by what help calls them: a row of a table each. Those of the tables of this
 * program and of files are always there; live ones are asked of the recorder.
 */
#include "cli/complete/offer.h"
#include "cli/complete/slot.h"

/* Is anything known of what may stand there? */
bool source_is_known(const struct slot *slot);

/* Of something that may stand there, does only the recorder know? */
bool source_is_live(const struct slot *slot);

/* Give what the tables have, or (live) what the recorder has, which is there to be asked. */
void source_give(struct session *session, const struct slot *slot, struct offer *offer, bool live);

/* The options that may stand there; all: those of every verb, too. */
void source_give_options(const struct slot *slot, const struct option_list *known,
			 struct offer *offer, bool all);

/* The live ones. */
void source_incidents(struct session *session, const struct slot *slot, struct offer *offer);
void source_entries(struct session *session, const struct slot *slot, struct offer *offer);

/* Those of files. */
void source_logs(struct session *session, const struct slot *slot, struct offer *offer);
void source_hosts(struct session *session, const struct slot *slot, struct offer *offer);
