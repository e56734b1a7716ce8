/* SPDX-License-Identifier: MIT */
/* What each user may hold and take, and what a message weighs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/ration.h"
#include "include/limits.h"

static void connections_of_a_user_share_one_turn_and_each_has_a_part_of_it(void **state)
{
	struct ration ration = { .peers_most = LIMIT_PEERS, .peers_user_most = LIMIT_PEERS_USER };
	struct share *mine, *yours;

	(void)state;
	assert_int_equal(ration_enter(&ration, 1000, &mine), 0);
	assert_int_equal(ration_turn(mine), LIMIT_TURN);
	for (int i = 1; i < LIMIT_PEERS_USER; i++)
		assert_int_equal(ration_enter(&ration, 1000, &mine), 0);
	assert_int_equal(ration_turn(mine), 1);
	assert_int_equal(ration_enter(&ration, 1001, &yours), 0);
	assert_int_equal(ration_turn(yours), LIMIT_TURN);
	ration_leave(yours);
	for (int i = 0; i < LIMIT_PEERS_USER; i++)
		ration_leave(mine);
	assert_null(ration.shares);
}

static void who_holds_nothing_may_read_whatever_others_hold(void **state)
{
	struct ration ration = { .peers_most = LIMIT_PEERS, .peers_user_most = LIMIT_PEERS_USER };
	struct share *mine, *yours;

	(void)state;
	assert_int_equal(ration_enter(&ration, 1000, &mine), 0);
	assert_int_equal(ration_enter(&ration, 1001, &yours), 0);
	ration_take(mine, LIMIT_FLIGHT_ALL, false);
	assert_false(ration_allows(mine));
	assert_true(ration_allows(yours));
	ration_take(yours, 1, false);
	assert_false(ration_allows(yours));
	ration_give(mine, LIMIT_FLIGHT_ALL, false);
	assert_true(ration_allows(mine));
	assert_true(ration_allows(yours));
	ration_give(yours, 1, false);
	ration_leave(mine);
	ration_leave(yours);
}

#define SECOND UINT64_C(1000000000)

/* Two users, the first with two connections; and how long the owner is to wait. */
struct pair {
	struct ration ration;
	struct share *mine, *mine_too, *yours;
	uint64_t served[3];
	uint64_t asked;
	unsigned woken;
	struct waiter waiter;
};

static void on_rest(void *owner, uint64_t time)
{
	((struct pair *)owner)->asked = time;
}

static void on_go_on(struct waiter *waiter)
{
	((struct pair *)((char *)waiter - offsetof(struct pair, waiter)))->woken++;
}

static void setup(struct pair *pair)
{
	*pair = (struct pair){ .ration = { .peers_most = LIMIT_PEERS,
					   .peers_user_most = LIMIT_PEERS_USER,
					   .now = SECOND,
					   .rest = on_rest,
					   .owner = pair },
			       .waiter.go_on = on_go_on };
	assert_int_equal(ration_enter(&pair->ration, 1000, &pair->mine), 0);
	assert_int_equal(ration_enter(&pair->ration, 1000, &pair->mine_too), 0);
	assert_int_equal(ration_enter(&pair->ration, 1001, &pair->yours), 0);
}

static void teardown(struct pair *pair)
{
	ration_leave(pair->mine);
	ration_leave(pair->mine_too);
	ration_leave(pair->yours);
	ration_free(&pair->ration);
}

/* Both connections are. */
static void serve_mine(struct pair *pair, uint64_t now, uint64_t time)
{
	ration_serve(pair->mine, &pair->served[0], now, 0);
	ration_serve(pair->mine_too, &pair->served[1], now, time);
}

static void who_records_alone_never_rests(void **state)
{
	struct pair pair;

	(void)state;
	setup(&pair);
	ration_recorded(pair.mine);
	serve_mine(&pair, 2 * SECOND, SECOND);
	ration_recorded(pair.mine);
	assert_false(ration_rests(pair.mine));
	assert_true(ration_allows(pair.mine));
	teardown(&pair);
}

static void who_takes_much_rests_while_another_user_records(void **state)
{
	const uint64_t rest = SECOND / 2 - LIMIT_CREDIT * (SECOND / 1000);
	struct pair pair;

	(void)state;
	setup(&pair);
	ration_recorded(pair.yours);
	ration_recorded(pair.mine);
	serve_mine(&pair, 2 * SECOND, SECOND / 2);
	ration_serve(pair.yours, &pair.served[2], 2 * SECOND, SECOND / 2);
	assert_false(ration_allows(pair.mine));
	assert_true(ration_allows(pair.yours));
	assert_int_equal(pair.ration.rests, 1);
	ration_wait(pair.mine, &pair.waiter);
	assert_int_equal(pair.asked, rest);
	ration_take(pair.yours, 1, false);
	ration_give(pair.yours, 1, false);
	ration_wake(&pair.ration, 2 * SECOND + rest - 1);
	assert_int_equal(pair.woken, 0);
	ration_wake(&pair.ration, 2 * SECOND + rest);
	assert_int_equal(pair.woken, 1);
	assert_true(ration_allows(pair.mine));
	teardown(&pair);
}

static void company_that_recorded_long_ago_counts_no_more(void **state)
{
	struct pair pair;
	uint64_t later = 2 * SECOND + LIMIT_BESIDE * (SECOND / 1000);

	(void)state;
	setup(&pair);
	ration_recorded(pair.yours);
	serve_mine(&pair, later, SECOND);
	assert_false(ration_rests(pair.mine));
	teardown(&pair);
}

static void the_more_at_once_the_longer_is_the_rest(void **state)
{
	const unsigned calls[] = { 3, 8, LIMIT_CALLS };
	uint64_t least = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		struct pair pair;

		setup(&pair);
		ration_recorded(pair.yours);
		for (unsigned k = 0; k < calls[i]; k++)
			ration_take(pair.mine, 1, false);
		serve_mine(&pair, 2 * SECOND, SECOND / 12);
		ration_wait(pair.mine, &pair.waiter);
		assert_true(pair.asked > least);
		least = pair.asked;
		ration_forget(pair.mine, &pair.waiter);
		for (unsigned k = 0; k < calls[i]; k++)
			ration_give(pair.mine, 1, false);
		teardown(&pair);
	}
	assert_true(least <= LIMIT_REST * (SECOND / 1000));
}

static void connections_that_wait_and_streams_cost_nothing(void **state)
{
	struct pair pair;

	(void)state;
	setup(&pair);
	ration_recorded(pair.yours);
	for (int i = 0; i < 100; i++)
		ration_take(pair.mine_too, 1, true);
	ration_serve(pair.mine, &pair.served[0], 2 * SECOND, SECOND);
	assert_false(ration_rests(pair.mine));
	for (int i = 0; i < 100; i++)
		ration_give(pair.mine_too, 1, true);
	teardown(&pair);
}

static void who_comes_back_still_rests(void **state)
{
	struct pair pair;

	(void)state;
	setup(&pair);
	ration_recorded(pair.yours);
	serve_mine(&pair, 2 * SECOND, SECOND);
	ration_leave(pair.mine);
	ration_leave(pair.mine_too);
	ration_spend(&pair.ration, 1000, 2 * SECOND, 1);
	assert_int_equal(ration_enter(&pair.ration, 1000, &pair.mine), 0);
	assert_int_equal(ration_enter(&pair.ration, 1000, &pair.mine_too), 0);
	assert_true(ration_rests(pair.mine));
	teardown(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connections_of_a_user_share_one_turn_and_each_has_a_part_of_it),
		cmocka_unit_test(who_holds_nothing_may_read_whatever_others_hold),
		cmocka_unit_test(who_records_alone_never_rests),
		cmocka_unit_test(who_takes_much_rests_while_another_user_records),
		cmocka_unit_test(company_that_recorded_long_ago_counts_no_more),
		cmocka_unit_test(the_more_at_once_the_longer_is_the_rest),
		cmocka_unit_test(connections_that_wait_and_streams_cost_nothing),
		cmocka_unit_test(who_comes_back_still_rests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
