/* SPDX-License-Identifier: MIT */
/* What a user's calls do while others have the time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/pipeline-fixture.h"

#define SECOND UINT64_C(1000000000)

/* Another user has recorded something; then this one, with two calls and a stream, takes a second. */
static struct share *company(void)
{
	uint64_t served = 0;
	struct share *other;

	test.ration.peers_most = 2;
	assert_int_equal(ration_enter(&test.ration, 1001, &other), 0);
	ration_serve(other, &served, SECOND, 0);
	ration_recorded(other);
	add("aM");
	add("b");
	add("c");
	expect_started("abc");
	return other;
}

static void end(struct share *other)
{
	done('a');
	answer('b');
	answer('c');
	expect_sent("bc");
	ration_leave(other);
}

static void a_stream_pauses_while_its_user_rests_and_then_goes_on(void **state)
{
	struct share *other = company();

	(void)state;
	assert_true(say('a', "1"));
	ration_spend(&test.ration, 1000, SECOND, SECOND);
	assert_false(say('a', "2"));
	assert_true(test.call['a']->rests);
	assert_false(pipeline_has_room(&test.pipeline));
	expect_sent("12");
	assert_int_equal(test.resumes, 0);
	ration_wake(&test.ration, 2 * SECOND);
	expect_sent("");
	assert_int_equal(test.resumes, 1);
	end(other);
}

static void a_stream_that_finds_nothing_pauses_too(void **state)
{
	struct share *other = company();
	struct buffer nothing = { 0 };
	struct call *call = test.call['a'];

	(void)state;
	assert_true(call->sink->answer(call, &nothing));
	ration_spend(&test.ration, 1000, SECOND, SECOND);
	assert_false(call->sink->answer(call, &nothing));
	ration_wake(&test.ration, 2 * SECOND);
	expect_sent("");
	assert_int_equal(test.resumes, 1);
	end(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PIPELINE_TEST(a_stream_pauses_while_its_user_rests_and_then_goes_on),
		PIPELINE_TEST(a_stream_that_finds_nothing_pauses_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
