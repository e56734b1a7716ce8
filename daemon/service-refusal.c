/* SPDX-License-Identifier: MIT */
/* One place a name of include/io.incidentd.Recorder.varlink and of org.varlink.service; the first is for what has none. */
#include <string.h>

#include "daemon/method.h"
#include "lib/buffer.h"

static const char *const names[] = {
	"Other",          "NoSuchIncident",    "AmbiguousIncident", "NoSuchEvent",
	"AmbiguousEvent", "Conflict",          "NotApplicable",     "NotTaken",
	"TooLarge",       "NotPermitted",      "StorageFull",       "StorageFailed",
	"Busy",           "InvalidParameter",  "MethodNotFound",    "MethodNotImplemented",
	"ExpectedMore",   "InterfaceNotFound", "PermissionDenied",  "LogReplaced",
};

#define NAMES (sizeof(names) / sizeof(names[0]))
_Static_assert(NAMES <= REFUSALS, "a count for each name");

void refusals_add(struct refusals *refusals, const char *error)
{
	const char *dot = strrchr(error, '.');
	size_t i = NAMES - 1;

	while (i && strcmp(names[i], dot ? dot + 1 : error) != 0)
		i--;
	refusals->count[i]++;
}

void refusals_write(const struct refusals *refusals, struct buffer *out)
{
	const char *between = "{";

	for (size_t i = 0; i < NAMES; i++) {
		if (!refusals->count[i])
			continue;
		buffer_printf(out, "%s\"%s\":%lld", between, names[i],
			      (long long)refusals->count[i]);
		between = ",";
	}
	buffer_add_text(out, *between == '{' ? "{}" : "}");
}
