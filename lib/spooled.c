/* SPDX-License-Identifier: MIT */
/* What a draft must be is checked where all drafts are (lib/draft.h); here only that there are some. */
#include "lib/spooled.h"

#include <string.h>

#include "include/limits.h"
#include "lib/drop.h"
#include "lib/parse.h"
#include "lib/stamp.h"

char *spooled_write(const json_t *drafts, int64_t made_at)
{
	char text[STAMP_SIZE];
	drop(json_decref) json_t *object =
		json_pack("{s:O, s:s}", "drafts", drafts, "made_at", stamp_format(made_at, text));

	return object ? json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
}

static bool are_drafts(const json_t *drafts)
{
	size_t i;
	json_t *draft;

	json_array_foreach ((json_t *)drafts, i, draft)
		if (!json_is_object(draft))
			return false;
	return json_array_size(drafts) > 0 && json_array_size(drafts) <= LIMIT_DRAFTS;
}

int spooled_read(const char *content, size_t size, json_t **drafts, int64_t *made_at)
{
	drop(json_decref) json_t *object = NULL;
	const char *made = NULL;
	json_t *found = NULL;
	int r = parse_json(&object, content, size, PARSE_ALL, NULL);

	if (r < 0)
		return r;
	if (json_unpack(object, "{s:o, s:s!}", "drafts", &found, "made_at", &made) != 0 ||
	    !are_drafts(found) || stamp_parse(made, made_at) != 0)
		return 1;
	*drafts = json_incref(found);
	return 0;
}

static bool ends_with(const char *name, const char *end)
{
	size_t size = strlen(name), rest = strlen(end);

	return name[0] != '.' && size > rest && strcmp(name + size - rest, end) == 0;
}

bool spooled_is_name(const char *name)
{
	return ends_with(name, SPOOLED_END);
}

bool spooled_is_bad(const char *name)
{
	return ends_with(name, SPOOLED_BAD);
}
