/* SPDX-License-Identifier: MIT */
/*
 * Line by line. Nothing is lost: a line that is understood in no other way is a note with the whole of
 * it, at an unknown time where it has none.
 */
#include "cli/bulk/bulk-sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/bulk/bulk-head.h"
#include "lib/buffer.h"
#include "lib/event.h"
#include "lib/kind.h"

struct reader {
	struct bulk_sheet *sheet;
	const struct bulk_rule *rule;
	struct bulk_clock clock;
	struct buffer text; /* of the last entry, as far as it was read */
	size_t line;
	size_t untimed; /* the title above that waits for the first time, from 1; 0: none */
	bool open;      /* an entry, whose text may go on */
	bool begun;     /* it has some text */
};

/* Room for one more; NULL: no memory. */
static void *grow(struct bulk_sheet *sheet, void **rows, size_t *count, size_t size)
{
	void *more = realloc(*rows, (*count + 1) * size);

	if (!more) {
		sheet->failed = true;
		return NULL;
	}
	*rows = more;
	return memset((char *)more + size * (*count)++, 0, size);
}

__attribute__((format(printf, 3, 4))) static void remark(struct reader *reader, bool fault,
							 const char *format, ...)
{
	struct bulk_sheet *sheet = reader->sheet;
	struct bulk_remark *row =
		grow(sheet, (void **)&sheet->remarks, &sheet->remark_count, sizeof(*row));
	va_list values;

	if (!row)
		return;
	row->line = reader->line;
	row->fault = fault;
	va_start(values, format);
	if (vasprintf(&row->text, format, values) < 0)
		row->text = NULL;
	va_end(values);
}

static struct bulk_entry *last_entry(const struct reader *reader)
{
	return &reader->sheet->entries[reader->sheet->count - 1];
}

static struct bulk_entry *add_entry(struct reader *reader)
{
	struct bulk_sheet *sheet = reader->sheet;
	struct bulk_entry *entry =
		grow(sheet, (void **)&sheet->entries, &sheet->count, sizeof(*entry));

	if (!entry)
		return NULL;
	entry->line = reader->line;
	entry->draft = json_object();
	return entry;
}

/* The text of the entry above is whole. */
static void close_entry(struct reader *reader)
{
	if (reader->open && reader->text.size)
		json_object_set_new(last_entry(reader)->draft, "text",
				    json_stringn(reader->text.data, reader->text.size));
	reader->open = false;
	buffer_clear(&reader->text);
}

static void set_time(json_t *draft, const char *name, int64_t at)
{
	char stamp[STAMP_SIZE];

	if (at != EVENT_NEVER)
		json_object_set_new(draft, name, json_string(stamp_format(at, stamp)));
}

/* An opening begins with the first time below it. */
static void time_title(struct reader *reader, const struct bulk_line *line,
		       const struct bulk_time *time)
{
	json_t *title = reader->untimed ? reader->sheet->entries[reader->untimed - 1].draft : NULL;

	if (!title || time->at == EVENT_NEVER)
		return;
	set_time(title, "at", time->at);
	if (line->about)
		json_object_set_new(title, "about", json_true());
	reader->untimed = 0;
}

static void say_day(struct reader *reader, const struct bulk_line *line,
		    const struct bulk_time *time)
{
	char day[WHEN_TEXT_SIZE];

	if (time->rolled)
		remark(reader, false, "%.5s is of the next day, %s", line->clock,
		       when_format(time->at, WHEN_DATE, day));
	else if (time->back)
		remark(reader, false, "%.5s is before the time above it, on the same day, %s",
		       line->clock, when_format(time->at, WHEN_DATE, day));
}

static void put_time(json_t *draft, const struct bulk_line *line, const struct bulk_time *time)
{
	set_time(draft, "at", time->at);
	if (time->at == EVENT_NEVER)
		json_object_set_new(draft, "at", json_string("unknown"));
	set_time(draft, "until", time->until);
	if (line->about && time->at != EVENT_NEVER)
		json_object_set_new(draft, "about", json_true());
}

/* The text, to which more may come. */
static void open_text(struct reader *reader, const json_t *draft)
{
	const char *text = json_string_value(json_object_get(draft, "text"));

	reader->open = true;
	reader->begun = text != NULL;
	if (text)
		buffer_add_text(&reader->text, text);
}

/* Of an entry that is there. */
static void take_handle(const struct reader *reader, struct bulk_part *whole, char **handle)
{
	size_t size = 0;
	char word[ID_TAIL_SIZE];

	while (size < whole->size && !strchr(" \t", whole->at[size]))
		size++;
	if (!reader->rule->handles || size >= sizeof(word))
		return;
	snprintf(word, sizeof(word), "%.*s", (int)size, whole->at);
	if (!json_object_get(reader->rule->handles, word))
		return;
	*handle = strdup(word);
	*whole = bulk_trim((struct bulk_part){ whole->at + size, whole->size - size });
}

/* A line without a time that could be meant to have one. */
static bool lacks_time(const struct bulk_line *line, const json_t *draft)
{
	enum kind kind = kind_of(json_string_value(json_object_get(draft, "kind")));

	return !line->unknown && !*line->clock && kinds[kind].class == KIND_MOMENT;
}

static void say_faults(struct reader *reader, const struct bulk_line *line, const json_t *draft,
		       const char *fault)
{
	if (*fault)
		remark(reader, true, "%s", fault);
	else if (lacks_time(line, draft))
		remark(reader, true, "no time");
}

static void read_entry(struct reader *reader, const struct bulk_line *line, struct bulk_part whole,
		       struct bulk_entry *entry)
{
	char message[WHEN_MESSAGE_SIZE], fault[BULK_FAULT_SIZE] = "";
	struct bulk_time time;
	bool clear = bulk_clock_read(&reader->clock, line, &time, message) == 0;
	/* a time that never was, or was twice, is not lost but stays a part of the text */
	struct bulk_part rest = clear ? bulk_line_rest(line, time.zone) : whole;
	int64_t now = time.at == EVENT_NEVER ? reader->rule->now : time.at;

	put_time(entry->draft, line, &time);
	if (bulk_head_read(rest, now, entry->draft, fault) < 0)
		reader->sheet->failed = true;
	say_faults(reader, line, entry->draft, clear ? fault : message);
	say_day(reader, line, &time);
	time_title(reader, line, &time);
	open_text(reader, entry->draft);
}

static void read_title(struct reader *reader, const struct bulk_line *line)
{
	struct bulk_entry *entry = add_entry(reader);

	if (!entry)
		return;
	json_object_set_new(entry->draft, "kind", json_string(kinds[KIND_OPENED].name));
	json_object_set_new(entry->draft, "text", json_stringn(line->text.at, line->text.size));
	reader->untimed = reader->sheet->count;
}

static void read_more(struct reader *reader, const struct bulk_line *line)
{
	if (reader->begun)
		buffer_add_text(&reader->text, "\n");
	reader->begun = true;
	buffer_add(&reader->text, line->text.at, line->text.size);
}

static void read_line(struct reader *reader, const char *text, size_t size)
{
	struct bulk_part whole = { text, size };
	struct bulk_entry *entry;
	struct bulk_line line;
	char *handle = NULL;

	if (size && !strchr(" \t", *text))
		take_handle(reader, &whole, &handle);
	bulk_line_parse(whole.at, whole.size, &line);
	if (line.sort == BULK_MORE && reader->open && !handle) {
		read_more(reader, &line);
		return;
	}
	if (line.sort == BULK_MORE) {
		whole = bulk_trim(whole);
		bulk_line_parse(whole.at, whole.size, &line);
	}
	close_entry(reader);
	if (line.sort == BULK_NOTHING && !handle)
		return;
	if (line.sort == BULK_DATE && bulk_clock_date(&reader->clock, &line) == 0)
		return;
	if (line.sort == BULK_TITLE && !handle) {
		read_title(reader, &line);
		return;
	}
	if (line.sort != BULK_ENTRY)
		line = (struct bulk_line){ .sort = BULK_ENTRY, .text = bulk_trim(whole) };
	entry = add_entry(reader);
	if (!entry) {
		free(handle);
		return;
	}
	entry->handle = handle;
	read_entry(reader, &line, bulk_trim(whole), entry);
}

struct bulk_sheet *bulk_sheet_read(const char *text, const struct bulk_rule *rule)
{
	drop(bulk_sheet_free) struct bulk_sheet *sheet = calloc(1, sizeof(*sheet));
	drop(buffer_free) struct buffer none = { 0 };
	struct reader reader = {
		.sheet = sheet,
		.rule = rule,
		.clock = { .now = rule->now, .near = rule->near },
	};

	if (!sheet)
		return NULL;
	while (*text && !sheet->failed) {
		size_t size = strcspn(text, "\n");

		reader.line++;
		read_line(&reader, text, size);
		text += size + (text[size] == '\n');
	}
	if (!sheet->failed)
		close_entry(&reader);
	sheet->failed = sheet->failed || reader.text.failed;
	none = reader.text;
	return sheet->failed ? NULL : steal(&sheet);
}

void bulk_sheet_free(struct bulk_sheet *sheet)
{
	if (!sheet)
		return;
	for (size_t i = 0; i < sheet->count; i++) {
		free(sheet->entries[i].handle);
		json_decref(sheet->entries[i].draft);
	}
	for (size_t i = 0; i < sheet->remark_count; i++)
		free(sheet->remarks[i].text);
	free(sheet->entries);
	free(sheet->remarks);
	free(sheet);
}
