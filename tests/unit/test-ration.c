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
	ration_take(mine, LIMIT_FLIGHT_ALL);
	assert_false(ration_allows(mine));
	assert_true(ration_allows(yours));
	ration_take(yours, 1);
	assert_false(ration_allows(yours));
	ration_give(mine, LIMIT_FLIGHT_ALL);
	assert_true(ration_allows(mine));
	assert_true(ration_allows(yours));
	ration_give(yours, 1);
	ration_leave(mine);
	ration_leave(yours);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connections_of_a_user_share_one_turn_and_each_has_a_part_of_it),
		cmocka_unit_test(who_holds_nothing_may_read_whatever_others_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
