/* SPDX-License-Identifier: MIT */
/* Each is its name and its value in canonical JSON. */
#include "daemon/store/member.h"

#include "lib/canon.h"
#include "lib/event.h"
#include "lib/stamp.h"

void member_plain(struct buffer *out, const char *name, const char *value)
{
	canon_name(out, name);
	canon_plain(out, value);
}

void member_text(struct buffer *out, const char *name, const char *value)
{
	if (!value)
		return;
	canon_name(out, name);
	canon_text(out, value);
}

void member_time(struct buffer *out, const char *name, int64_t at)
{
	char text[STAMP_SIZE];

	if (at != EVENT_NEVER)
		member_plain(out, name, stamp_format(at, text));
}

void member_integer(struct buffer *out, const char *name, int64_t value)
{
	canon_name(out, name);
	canon_integer(out, value);
}

void member_flag(struct buffer *out, const char *name, bool value)
{
	canon_name(out, name);
	buffer_add_text(out, value ? "true" : "false");
}
