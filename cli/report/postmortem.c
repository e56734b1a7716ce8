/* SPDX-License-Identifier: MIT */
/*
 * A new document and a refreshed one are made alike: what stands between the blocks is copied, and each
 * block is either written or kept. A block was edited if it has no longer the hash in its marker, and
 * is not by chance what would be written.
 */
#include "cli/report/postmortem.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/report/first-line.h"
#include "lib/when.h"

struct refresh {
	struct buffer *out;
	const struct postmortem *postmortem;
	bool fresh; /* nobody has edited anything yet */
	postmortem_kept_fn *kept;
	void *owner;
};

static const char *line_end(const struct marker *marker)
{
	return marker->content[-1] == '\n' && marker->content - marker->begin > 1 &&
			       marker->content[-2] == '\r'
		       ? "\r\n"
		       : "\n";
}

static void write_block(const struct postmortem *postmortem, const struct marker *marker,
			struct buffer *out)
{
	const struct document document = { .out = out,
					   .timeline = postmortem->timeline,
					   .options = &postmortem->options,
					   .now = postmortem->now };

	document_block_find(marker->name)->write(&document);
}

static bool is_ours(const struct marker *marker, const char *our_hash)
{
	char hash[MARKER_HASH];

	marker_hash(marker->content, (size_t)(marker->end - marker->content), hash);
	return strcmp(hash, marker->hash) == 0 || strcmp(hash, our_hash) == 0 ||
	       marker->content == marker->end;
}

/* With the line ends of the document. */
static void put_content(struct buffer *out, const struct buffer *content, const char *end)
{
	for (size_t i = 0; i < content->size; i++)
		if (content->data[i] == '\n')
			buffer_add_text(out, end);
		else
			buffer_add(out, content->data + i, 1);
}

static void put_block(const struct refresh *refresh, const struct marker *marker)
{
	drop(buffer_free) struct buffer ours = { 0 };
	char hash[MARKER_HASH];

	write_block(refresh->postmortem, marker, &ours);
	refresh->out->failed |= ours.failed;
	marker_hash(ours.data, ours.size, hash);
	if (!refresh->fresh && !is_ours(marker, hash)) {
		buffer_add(refresh->out, marker->begin, (size_t)(marker->end - marker->begin));
		refresh->kept(refresh->owner, marker, &ours);
		return;
	}
	marker_begin(refresh->out, marker->name, hash);
	buffer_add_text(refresh->out, line_end(marker));
	put_content(refresh->out, &ours, line_end(marker));
}

/* A block that we cannot write is a mistake in a template, or of a later version. */
static int check_names(const struct marker_list *list, struct marker_fault *fault)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct marker *marker = &list->markers[i];

		if (document_block_find(marker->name))
			continue;
		fault->line = marker->line;
		snprintf(fault->what, sizeof(fault->what), "there is no block \"%s\"",
			 marker->name);
		return 1;
	}
	return 0;
}

static int fill(const struct refresh *refresh, const char *text, struct marker_fault *fault)
{
	drop(marker_free) struct marker_list list = { 0 };
	int answer = marker_scan(text, &list, fault);

	if (answer == 0)
		answer = check_names(&list, fault);
	if (answer)
		return answer;
	for (size_t i = 0; i < list.count; i++) {
		const struct marker *marker = &list.markers[i];

		buffer_add(refresh->out, text, (size_t)(marker->begin - text));
		put_block(refresh, marker);
		text = marker->end;
	}
	buffer_add_text(refresh->out, text);
	return refresh->out->failed ? -ENOMEM : 0;
}

static void put_first_line(struct buffer *out, const struct postmortem *postmortem)
{
	const struct document_options *options = &postmortem->options;
	bool events = options->events != DOCUMENT_EVENTS_AUTO;
	bool diagram = options->diagram && options->diagram != diagrams;
	struct first_line line;

	first_line_set(line.ref, timeline_text(postmortem->timeline, "full_ref"));
	first_line_set(line.template, postmortem->template);
	first_line_set(line.tz, when_zone());
	first_line_set(line.events, events ? document_events_name(options->events) : NULL);
	first_line_set(line.diagram, diagram ? options->diagram->name : NULL);
	first_line_set(line.kinds, options->kinds_typed);
	first_line_set_veil(&line, veil_made_for(postmortem->timeline->veil));
	first_line_write(out, &line);
}

int postmortem_write(struct buffer *out, const struct postmortem *postmortem, const char *template,
		     struct marker_fault *fault)
{
	const struct refresh refresh = { .out = out, .postmortem = postmortem, .fresh = true };

	put_first_line(out, postmortem);
	buffer_add_text(out, "\n");
	return fill(&refresh, template, fault);
}

int postmortem_refresh(struct buffer *out, const struct postmortem *postmortem,
		       const char *document, postmortem_kept_fn *kept, void *owner,
		       struct marker_fault *fault)
{
	const struct refresh refresh = {
		.out = out, .postmortem = postmortem, .kept = kept, .owner = owner
	};
	const char *line = strstr(document, "<!--");

	buffer_add(out, document, (size_t)(line - document));
	put_first_line(out, postmortem);
	line += strcspn(line, "\r\n");
	return fill(&refresh, line, fault);
}
