/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/html/html.h"
#include "cli/html/markup.h"
#include "lib/drop.h"
#include "tests/unit/golden.h"

/* What Markdown comes out as, and what must not come through it. */
static void assert_markup(const char *markdown, const char *expected)
{
	drop(buffer_free) struct buffer out = { 0 }, title = { 0 };

	assert_int_equal(markup_add(&out, &title, markdown, NULL), 0);
	assert_string_equal(out.data ? out.data : "", expected);
}

static void html_in_a_document_is_shown_as_text(void **state)
{
	(void)state;
	assert_markup("a <b>c</b>\n", "<p dir=\"auto\">a &lt;b&gt;c&lt;/b&gt;</p>\n");
	assert_markup("<script>alert(1)</script>\n",
		      "<p dir=\"auto\">&lt;script&gt;alert(1)&lt;/script&gt;\n</p>\n");
	assert_markup("<!-- a --> <img src=x onerror=y>\n",
		      "<p dir=\"auto\">&lt;!-- a --&gt; &lt;img src=x onerror=y&gt;\n</p>\n");
}

static void comments_and_markers_leave_no_trace(void **state)
{
	(void)state;
	assert_markup("<!-- incident:begin title -->\na @<!-- -->bob\n",
		      "<p dir=\"auto\">a @bob</p>\n");
}

static void an_address_is_of_the_web_or_goes_nowhere(void **state)
{
	(void)state;
	assert_markup("[a](https://b.example)\n",
		      "<p dir=\"auto\"><a href=\"https://b.example\">a</a></p>\n");
	assert_markup("[a](javascript:b())\n", "<p dir=\"auto\"><a href=\"\">a</a></p>\n");
	assert_markup("[a](JaVaScript:b())\n", "<p dir=\"auto\"><a href=\"\">a</a></p>\n");
}

static void a_picture_from_elsewhere_is_a_link_to_it(void **state)
{
	(void)state;
	assert_markup("![a](https://b.example/c.png)\n",
		      "<p dir=\"auto\"><a href=\"https://b.example/c.png\">a</a></p>\n");
	assert_markup("![](https://b.example/c.png)\n",
		      "<p dir=\"auto\"><a href=\"https://b.example/c.png\">"
		      "https://b.example/c.png</a></p>\n");
	assert_markup("![a](data:image/png;base64,AA==)\n",
		      "<p dir=\"auto\"><img src=\"data:image/png;base64,AA==\" alt=\"a\" /></p>\n");
}

static void a_drawing_that_takes_a_script_is_left_out(void **state)
{
	(void)state;
	assert_markup("a\n```mermaid\ngantt\n```\n", "<p dir=\"auto\">a</p>\n");
	assert_markup("```c\ngantt\n```\n",
		      "<pre dir=\"auto\" tabindex=\"0\"><code class=\"language-c\">"
		      "gantt\n</code></pre>\n");
}

static void a_line_break_in_a_cell_is_one(void **state)
{
	(void)state;
	assert_markup(
		"| a |\n| --- |\n| b<br>c |\n",
		"<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n"
		"</thead>\n<tbody>\n<tr>\n<td dir=\"auto\">b<br>c</td>\n</tr>\n</tbody>\n"
		"</table></div>\n");
}

static void a_page_is_named_by_the_first_heading(void **state)
{
	drop(buffer_free) struct buffer page = { 0 };

	(void)state;
	assert_int_equal(html_page(&page, "<!-- a -->\n# b &lt; *c* \\</title>\n\n# d\n", NULL), 0);
	assert_non_null(strstr(page.data, "<title>b &#60; c &#60;/title&#62;</title>"));
}

static void a_postmortem_is_rendered_as_it_was(void **state)
{
	static const char *const names[][2] = {
		{ "checkout-postmortem.md", "checkout-postmortem.html" },
		{ "naughty-postmortem.md", "naughty-postmortem.html" },
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		drop(buffer_free) struct buffer page = { 0 };
		drop(free) char *path = fixture_path("golden", names[i][0]);
		drop(free) char *markdown = fixture_read(path);

		assert_int_equal(html_page(&page, markdown, NULL), 0);
		assert_golden_text(page.data, names[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_in_a_document_is_shown_as_text),
		cmocka_unit_test(comments_and_markers_leave_no_trace),
		cmocka_unit_test(an_address_is_of_the_web_or_goes_nowhere),
		cmocka_unit_test(a_picture_from_elsewhere_is_a_link_to_it),
		cmocka_unit_test(a_drawing_that_takes_a_script_is_left_out),
		cmocka_unit_test(a_line_break_in_a_cell_is_one),
		cmocka_unit_test(a_page_is_named_by_the_first_heading),
		cmocka_unit_test(a_postmortem_is_rendered_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
