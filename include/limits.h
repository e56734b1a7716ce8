/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Every bound of the recorder, said once. Bytes and milliseconds unless the name says otherwise.
 * The clear error of each is in io.incidentd.Recorder.varlink; each has a test.
 */
#define LIMIT_MESSAGE     (1024 * 1024) /* one message, without its NUL: TooLarge, then closed */
#define LIMIT_TEXT        (64 * 1024)   /* text of one event: TooLarge */
#define LIMIT_FIELD       (4 * 1024)    /* any other string of one event: TooLarge */
#define LIMIT_TAGS        32            /* tags of one event: TooLarge */
#define LIMIT_DRAFTS      1000          /* events of one Record: TooLarge */
#define LIMIT_DEPTH       32            /* nesting of one message: InvalidParameter */
#define LIMIT_VALUES      100000 /* commas, colons and opening brackets of one message: TooLarge */
#define LIMIT_PEERS       1024   /* connections in all: Busy, then closed */
#define LIMIT_PEERS_USER  64     /* connections of one user but root: Busy, then closed */
#define LIMIT_PARTIAL     10000  /* age of half a message: closed */
#define LIMIT_CALLS       256    /* in flight on one connection: reading pauses */
#define LIMIT_FLIGHT      (4 * 1024 * 1024)  /* in flight on one connection: reading pauses */
#define LIMIT_FLIGHT_USER (16 * 1024 * 1024) /* in flight of one user: reading pauses */
#define LIMIT_FLIGHT_ALL  (64 * 1024 * 1024) /* in flight in all: reading pauses */
#define LIMIT_TURN        32    /* messages of one user before others have their turn */
#define LIMIT_BESIDE      60000 /* since another user recorded: who has many calls at once rests */
#define LIMIT_PRICE       20  /* times as long as such a user was served, at most: reading pauses */
#define LIMIT_STRIDE      5   /* the shortest rest */
#define LIMIT_CREDIT      100 /* rest that a quiet user has had in advance, at most */
#define LIMIT_REST        1000         /* the longest rest */
#define LIMIT_UNREAD      (256 * 1024) /* unread answers of one connection: its streams pause */
#define LIMIT_BEHIND      10000        /* events a live follower may be behind: closed */
#define LIMIT_BALLAST \
	32 /* MiB kept free in the database for a full disk, unless settings say otherwise */
#define LIMIT_WAL_ROOM    16            /* MiB that the file of the WAL is long for the same day */
#define LIMIT_BATCH       256           /* events of one commit */
#define LIMIT_BATCH_BYTES (1024 * 1024) /* text of one commit */
#define LIMIT_PAGE        64            /* rows of one read */
#define LIMIT_MEANT       1000 /* newest entries of an incident, or an author, that a name may mean */
#define LIMIT_SOUGHT      8000              /* entries looked through for a Record: TooLarge */
#define LIMIT_RECEIPTS    (3 * 1024 * 1024) /* answer to one Record: TooLarge */
#define LIMIT_ANSWER      (1024 * 1024)     /* of it, in which receipts say more than is needed */
#define LIMIT_CANDIDATES  8                 /* candidates an answer names */
#define LIMIT_TITLE       200               /* title taken from a note: cut at a character */
