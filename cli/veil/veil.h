/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * What is hidden before a timeline leaves the house.
 *
 * --pseudonyms: every person is "Engineer A", "Engineer B" …, in the order of the log, wherever the name
 * stands as a whole word. Persons are those who recorded (uid 1000 or above, or a login), and whoever an
 * entry names as its actor, the owner of a task or the holder of a role; uids are nobody's (65534). Whom an
 * escalation went to is a team as often as not, and stays unless it is the name of a known person.
 *
 * --redact: secrets, e-mail addresses, IP and MAC addresses, the hosts that recorded, and what the rules of
 * a file of one's own match are replaced by [what it was]. A text whose search got too dear is hidden whole.
 *
 * Both are applied to the Incident and the Entry objects as they are loaded, so that nothing behind them
 * has to know. Hashes, leaves and salts go: they could not be checked any more, and would let one guess.
 */
#include <jansson.h>
#include <stdbool.h>

#include "lib/buffer.h"
#include "lib/drop.h"

#define VEIL_NOBODY 65534 /* the uid of nobody, as of old */

struct session;
struct arguments;
struct veil;

struct veil_wish {
	bool pseudonyms, redact;
	const char *rules; /* a file, or NULL */
};

/* What the options of a verb wish. */
struct veil_wish veil_wish(const struct arguments *arguments);

/* Make it the veil of all that is loaded from now on; a wish for nothing makes none. An exit code; not OK: the error was printed. */
int veil_open(struct session *session, const struct veil_wish *wish);

/* Hide it in an Incident (or NULL) and an array of Entry objects, which nobody else holds. Once a veil. 0 or -ENOMEM. */
int veil_apply(struct veil *veil, json_t *incident, json_t *entries);

/* What it was asked to hide; NULL for NULL. */
const struct veil_wish *veil_made_for(const struct veil *veil);

/* What was hidden in the entries that stand, in a sentence or two; nothing for NULL. */
void veil_footer(struct buffer *out, const struct veil *veil);

/* {"people": 4, "redacted": {"IP address": 2}}; a member is missing where that was not wished. NULL for NULL. */
json_t *veil_json(const struct veil *veil);

void veil_close(struct veil *veil);
DROP(struct veil, veil_close)
