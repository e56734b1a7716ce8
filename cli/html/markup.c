/* SPDX-License-Identifier: MIT */
#include "cli/html/markup.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "lib/drop.h"

/*
 * The tree is made safe before it is rendered, so that nothing hangs on the renderer's own safe mode,
 * which is on all the same (it is the default). Its output has "<" at tags only: what a page needs more is put there.
 */
static const struct {
	const char *plain, *ours;
} tags[] = {
	{ "<!-- raw HTML omitted -->",
	  "<br>" }, /* the one that is left: a cell takes no line break */
	{ "<p>", "<p dir=\"auto\">" },
	{ "<li>", "<li dir=\"auto\">" },
	{ "<td>", "<td dir=\"auto\">" },
	{ "<h1>", "<h1 dir=\"auto\">" },
	{ "<h2>", "<h2 dir=\"auto\">" },
	{ "<h3>", "<h3 dir=\"auto\">" },
	{ "<pre>", "<pre dir=\"auto\" tabindex=\"0\">" },
	{ "<table>", "<div class=\"table\" tabindex=\"0\"><table>" },
	{ "</table>", "</table></div>" },
};

static void put_tags(struct buffer *out, const char *html)
{
	while (*html) {
		size_t plain = strcspn(html, "<"), tag = 0;
		const size_t count = sizeof(tags) / sizeof(*tags);

		buffer_add(out, html, plain);
		html += plain;
		while (tag < count && strncmp(html, tags[tag].plain, strlen(tags[tag].plain)) != 0)
			tag++;
		if (tag < count) {
			buffer_add_text(out, tags[tag].ours);
			html += strlen(tags[tag].plain);
		} else if (*html) {
			buffer_add(out, html++, 1);
		}
	}
}

/* One comment and nothing else. */
static bool is_comment(const char *html)
{
	const char *end = strncmp(html, "<!--", 4) == 0 ? strstr(html, "-->") : NULL;

	return end && end[3 + strspn(end + 3, " \t\r\n")] == '\0';
}

static cmark_node *text_of(const char *html)
{
	cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);

	cmark_node_set_literal(text, html);
	return text;
}

/* What stands in the place of HTML; NULL: nothing; the node itself: it stays. */
static cmark_node *instead_of_html(cmark_node *node)
{
	const char *html = cmark_node_get_literal(node);
	cmark_node *paragraph;

	if (is_comment(html))
		return NULL;
	if (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)
		return strcmp(html, "<br>") == 0 ? node : text_of(html);
	paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
	cmark_node_append_child(paragraph, text_of(html));
	return paragraph;
}

static cmark_node *instead_of_image(cmark_node *image)
{
	cmark_node *link = cmark_node_new(CMARK_NODE_LINK), *child;

	cmark_node_set_url(link, cmark_node_get_url(image));
	while ((child = cmark_node_first_child(image)))
		cmark_node_append_child(link, child);
	if (!cmark_node_first_child(link))
		cmark_node_append_child(link, text_of(cmark_node_get_url(image)));
	return link;
}

static void replace(cmark_node *node, cmark_node *instead)
{
	if (instead == node)
		return;
	if (instead)
		cmark_node_insert_before(node, instead);
	cmark_node_free(node);
}

/* A drawing that only a script could draw. */
static bool is_drawing(cmark_node *node, cmark_node_type type)
{
	return type == CMARK_NODE_CODE_BLOCK &&
	       strcmp(cmark_node_get_fence_info(node), "mermaid") == 0;
}

/* The picture is there once. */
static cmark_node *instead_of_drawing(const char **picture)
{
	cmark_node *figure = *picture ? cmark_node_new(CMARK_NODE_CUSTOM_BLOCK) : NULL;

	if (figure)
		cmark_node_set_on_enter(figure, *picture);
	*picture = NULL;
	return figure;
}

static bool is_html(cmark_node_type type)
{
	return type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK;
}

/* A leaf may be taken away as it is entered, what has children only as it is left. */
static void make_safe(cmark_node *root, const char *picture)
{
	cmark_iter *iterator = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iterator);
		cmark_node_type type = cmark_node_get_type(node);

		if (is_html(type))
			replace(node, instead_of_html(node));
		else if (is_drawing(node, type))
			replace(node, instead_of_drawing(&picture));
		else if (type == CMARK_NODE_IMAGE && event == CMARK_EVENT_EXIT &&
			 strncmp(cmark_node_get_url(node), "data:image/", 11) != 0)
			replace(node, instead_of_image(node));
	}
	cmark_iter_free(iterator);
}

static void put_title(struct buffer *title, cmark_node *root)
{
	cmark_node *heading = cmark_node_first_child(root);
	cmark_iter *iterator;

	while (heading && cmark_node_get_type(heading) != CMARK_NODE_HEADING)
		heading = cmark_node_next(heading);
	if (!heading)
		return;
	iterator = cmark_iter_new(heading);
	while (cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
		const char *text = cmark_node_get_literal(cmark_iter_get_node(iterator));

		buffer_add_text(title, text ? text : "");
	}
	cmark_iter_free(iterator);
}

static cmark_parser *open_parser(void)
{
	static const char *const names[] = { "table", "strikethrough", "tasklist" };
	cmark_parser *parser;

	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(names[i]));
	return parser;
}

int markup_add(struct buffer *out, struct buffer *title, const char *markdown, const char *picture)
{
	cmark_parser *parser = open_parser();
	drop(free) char *html = NULL;
	cmark_node *root;

	cmark_parser_feed(parser, markdown, strlen(markdown));
	root = cmark_parser_finish(parser);
	make_safe(root, picture);
	put_title(title, root);
	html = cmark_render_html(root, CMARK_OPT_DEFAULT,
				 cmark_parser_get_syntax_extensions(parser));
	cmark_node_free(root);
	cmark_parser_free(parser);
	if (html)
		put_tags(out, html);
	return !html || out->failed || title->failed ? -ENOMEM : 0;
}
