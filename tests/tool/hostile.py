#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Texts that have hurt other programs: in as they are, out byte for byte, and harmless wherever they are shown.

    hostile.py DIR      records each of them three ways (argument, standard input, Varlink) with $INCIDENT, and reads back
                        every export, document and screen; DIR takes what a shell would: sockets and files

A line of TAP a check. The first line of each text says what it is of.
"""
import csv
import html.parser
import io
import json
import os
import pty
import re
import socket
import subprocess
import sys
import uuid

TEXTS = {
    "colour of a terminal": "\x1b[31mred\x1b[0m and \x1b]0;title\x07",
    "clear screen and home": "\x1b[2J\x1b[H gone",
    "C1 as UTF-8": "\u009b31m red \u0085 next line",
    "carriage return over what was there": "innocent\rguilty  ",
    "backspaces": "safe\b\b\b\bevil",
    "delete and bell": "a\x7fb\x07c",
    "bidi override": "user \u202etxt.exe\u202c end",
    "bidi isolates": "\u2066left\u2069 \u2067right\u2069 \u200f\u200e\u061c",
    "zero width": "ze\u200bro\u200c wi\u200ddth\ufeff",
    "formula =": "=HYPERLINK(\"http://evil.example\",\"x\")",
    "formula +": "+cmd|' /C calc'!A0",
    "formula - ": "-2+3+cmd|' /C calc'!A0",
    "formula @": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula after a tab": "\t=1+1",
    "script tag": "<script>alert(1)</script>",
    "attribute": "\" onmouseover=\"alert(1)\" x='",
    "closing tags": "</title></style></textarea></svg><script>alert(1)</script>",
    "comment and marker": "--> <!-- incident:end timeline --> <!-- x",
    "CDATA": "]]><![CDATA[ <b>",
    "Markdown": "# h\n- [ ] x\n> q\n```\n| a | b |\n|---|---|\n**b** _i_ [x](javascript:alert(1)) ![i](http://e.example/x.png)",
    "fence": "````\n```mermaid\ngantt\n```",
    "Mermaid": "x :done, 10:32, 10:40\nclick a href \"javascript:alert(1)\" ; %%{init: {}}%%",
    "format string": "%s%s%n%x %d %1$s {0} ${x}",
    "SQL": "'); DROP TABLE event; --",
    "shell": "$(reboot) `reboot` ; rm -rf / & | > /etc/passwd ~ * ? [a]",
    "path": "../../../../etc/passwd%00.png",
    "JSON": "\",\"kind\":\"resolved\",\"x\":\"",
    "backslashes": "\\ \\n \\u0000 \\\\\" \\x1b",
    "zalgo": "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324a\u0334\u0316l\u0322\u0321g\u0337o\u0335",
    "emoji family": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001fae8 \U0001fac6",
    "flags and keycaps": "\U0001f1e9\U0001f1ea 1\ufe0f\u20e3",
    "wide": "漢字かな交じり文 한국어 ﷽",
    "right to left": "שלום עולם العالم مرحبا",
    "astral": "\U0010ffff \U0001d54f \ufffe \uffff \ufffd",
    "line and paragraph separators": "a\u2028b\u2029c\x0bd\x0ce",
    "CRLF": "one\r\ntwo\r\n\r\nthree",
    "leading dash": "-rf --help -- -i x",
    "leading and trailing blanks": "  two before, two after  x",
    "non-breaking blanks": "\u00a0x\u3000y\u00a0",
    "surrogate-like": "\\ud800 \\udfff",
    "dotless i": "İstanbul ıIiİ ſ ß ẞ",
    "homoglyphs": "раураl аdmin",
    "a long word": "W" * 10000,
    "64 KiB of all": "",
}
TEXTS["64 KiB of all"] = (" ".join(TEXTS.values()) * 20).encode()[:65536].decode("utf-8", "ignore").rstrip()

# What must not reach a terminal: C0 but for tab and newline, DEL, C1, and what turns the direction of reading.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
PAINT = re.compile(r"\x1b\[[0-9;]*[mK]")  # our own colours, on a terminal

incident = os.environ["INCIDENT"]
checks = []


def run(*words, stdin=None, status=0):
    done = subprocess.run([incident, *words], input=stdin, capture_output=True, check=False)
    if done.returncode != status:
        raise AssertionError(f"{words[:3]}: exit {done.returncode}: {done.stderr.decode()[:300]}")
    return done.stdout, done.stderr


def on_terminal(*words):
    """What a terminal of 80 columns gets."""
    pid, master = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", PAGER="cat", COLUMNS="80")
        os.execv(incident, [incident, *words])
    parts = []
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        parts.append(part)
    os.waitpid(pid, 0)
    os.close(master)
    return b"".join(parts).decode().replace("\r\n", "\n")


def call(method, parameters):
    peer = socket.socket(socket.AF_UNIX)
    peer.connect(os.environ["INCIDENT_SOCKET"])
    peer.sendall(json.dumps({"method": f"io.incidentd.Recorder.{method}", "parameters": parameters}).encode() + b"\0")
    answer = b""
    while not answer.endswith(b"\0"):
        answer += peer.recv(65536)
    peer.close()
    return json.loads(answer[:-1])


def check(function):
    checks.append(function)
    return function


def in_three_ways(name, text):
    """The handle of each of the three notes."""
    handles = {}
    if len(text.encode()) < 100000:
        handles["argument"] = run("-q", "note", "--", text)[0].decode().strip()
    handles["stdin"] = run("-q", "note", "-", stdin=text.encode())[0].decode().strip()
    answer = call("Record", {"drafts": [{"id": uuid7(), "kind": "note", "text": text, "incident": REF}]})
    assert "error" not in answer, f"{name}: {answer}"
    handles["wire"] = answer["parameters"]["receipts"][0]["handle"]
    return handles


def uuid7():
    made = uuid.uuid4().hex
    return f"01a00000-0000-7{made[:3]}-8{made[3:6]}-{made[6:18]}"


def exported():
    lines = run("export", "-o", "ndjson")[0].decode().strip("\n").split("\n")
    return {json.loads(line)["event"]["id"]: json.loads(line)["event"].get("text") for line in lines}


@check
def every_text_comes_out_of_ndjson_and_json_byte_for_byte():
    texts = list(exported().values())
    document = json.loads(run("export", "-o", "json")[0])
    others = [entry.get("text") for entry in document["entries"]]
    recorded = [one["event"].get("text") for one in document["log"]]
    for name, text in TEXTS.items():
        assert texts.count(text) == 3, f"{name}: {texts.count(text)} of 3 in ndjson"
        assert others.count(text) == 3 and recorded.count(text) == 3, f"{name}: not in json"


@check
def jq_reads_them_as_they_are():
    done = subprocess.run(["jq", "-r", "-j", '.event.text // empty | . + "\\u0000"'], input=run("export", "-o", "ndjson")[0],
                          capture_output=True, check=True)
    texts = done.stdout.decode().split("\0")
    for name, text in TEXTS.items():
        assert texts.count(text) == 3, name


@check
def csv_is_read_by_another_parser_and_holds_no_formula():
    rows = list(csv.DictReader(io.StringIO(run("export", "-o", "csv")[0].decode(), newline="")))
    cells = [row["text"] for row in rows]
    for row in rows:
        for cell in row.values():
            assert not cell or cell[0] not in "=+-@\t\r" or re.fullmatch(r"-?[0-9.]+", cell), f"a formula: {cell[:40]!r}"
    for name, text in TEXTS.items():
        assert sum(cell.lstrip("'") == text.lstrip("'") for cell in cells) == 3, f"{name}: not in csv"


class Page(html.parser.HTMLParser):
    """The text of a page, and what else is in it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words, self.faults, self.style = [], [], False

    def handle_starttag(self, tag, attrs):
        self.style = tag == "style"
        if tag in ("script", "iframe", "object", "embed", "form", "img"):
            self.faults.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src") and not re.match(r"https?:|mailto:|#", value or "")):
                self.faults.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag):
        self.style = False

    def handle_data(self, data):
        if not self.style:
            self.words.append(data)


@check
def pages_show_them_as_text():
    for words in (("export", "-o", "html"), ("postmortem", "-o", "html", "--all-events")):
        page = Page()
        page.feed(run(*words)[0].decode())
        assert not page.faults, f"{words}: {page.faults[:3]}"
        shown = "".join("".join(page.words).split())
        for name in ("script tag", "attribute", "closing tags", "CDATA", "format string", "SQL", "shell"):
            assert "".join(TEXTS[name].split()) in shown, f"{words}: {name}"


@check
def markdown_stays_text_for_another_renderer():
    for words in (("export", "-o", "md"), ("postmortem", "--all-events")):
        done = subprocess.run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "tasklist", "-e", "autolink"], input=run(*words)[0],
                              capture_output=True, check=True)
        page = Page()
        page.feed(done.stdout.decode())
        faults = [fault for fault in page.faults if "http://evil" not in fault and "http://e.example" not in fault]
        assert not faults, f"{words}: {faults[:3]}"
        assert "".join(TEXTS["script tag"].split()) in "".join("".join(page.words).split()), words


@check
def svg_is_well_formed():
    import xml.dom.minidom
    xml.dom.minidom.parseString(run("export", "-o", "svg")[0])


def screens():
    return [("log",), ("show",), ("status",), ("status", "--for", "customers"), ("list",), ("search", "red"), ("check",), ("task", "list"),
            ("export", "-o", "text"), ("postmortem", "--diagram", "text"), ("log", "--all"), ("show", HANDLE), ("stats",), ("edit", "--help")]


@check
def nothing_that_moves_a_terminal_reaches_it():
    for words in screens():
        shown = on_terminal(*words)
        found = UNSAFE.search(PAINT.sub("", shown))
        assert not found, f"{words}: {found[0]!r} in {shown[max(0, found.start() - 30):found.end() + 10]!r}"


@check
def nor_does_an_answer_or_an_error():
    for name, text in TEXTS.items():
        if name.startswith("64 KiB"):
            continue
        for words in (("note", "--", text), ("rule-out", "--", text), ("log", text[:50]), ("amend", "--", text[:50], "x"), ("task", "done", "--", text[:50])):
            if "\0" in "".join(words):
                continue
            shown = on_terminal(*words)
            found = UNSAFE.search(PAINT.sub("", shown))
            assert not found, f"{words[0]} {name}: {found[0]!r}"


@check
def and_the_search_for_such_things_would_find_one():
    assert UNSAFE.search("a\x1b[31m") and UNSAFE.search("a\u202eb") and not UNSAFE.search("a\tb\n")


@check
def what_is_no_utf8_or_has_a_nul_is_refused_on_the_wire_with_its_place():
    for good, bad in ((b"abc", b"\xff\xfe"), (b"ab", b"\xed\xa0\x80"), (b"ab", b"\xc0\xaf"), (b"ab", b"\\u0000")):
        peer = socket.socket(socket.AF_UNIX)
        peer.connect(os.environ["INCIDENT_SOCKET"])
        before = b'{"method":"io.incidentd.Recorder.Record","parameters":{"drafts":[{"id":"' + uuid7().encode() + b'","kind":"note","text":"' + good
        peer.sendall(before + bad + b'"}]}}\0')
        answer = json.loads(peer.recv(65536)[:-1])
        assert answer["error"] == "org.varlink.service.InvalidParameter", answer
        place = int(answer["parameters"]["parameter"].removeprefix("message, byte "))
        assert place == len(before) + 1, f"{bad}: byte {place}, not {len(before) + 1}"
        peer.close()


@check
def typed_it_is_recorded_all_the_same_and_the_place_is_said():
    _, said = run("note", "-", stdin=b"abc\xff\xfe")
    assert b"the first is byte 4" in said, said
    _, said = run("note", "-", stdin=b"ab\0cd")
    assert b"the first is byte 3" in said, said


@check
def ten_megabytes_are_too_large_on_the_wire_and_are_cut_when_typed_both_with_the_limit():
    answer = call("Record", {"drafts": [{"id": uuid7(), "kind": "note", "text": "x" * 100_000}]})
    assert answer["error"] == "io.incidentd.Recorder.TooLarge" and answer["parameters"]["limit"] == 65536, answer
    _, said = run("note", "-", stdin=b"x" * 10_000_000)
    assert b"64 KiB" in said, said


REF = run("-q", "open", "a title \x1b[31m <script>alert(1)</script> \u202e =1+1")[0].decode().strip()
os.environ["INCIDENT_ID"] = REF
HANDLE = ""
for what, written in TEXTS.items():
    HANDLE = in_three_ways(what, written)["stdin"]
print(f"1..{len(checks)}")
for number, function in enumerate(checks, 1):
    title = function.__name__.replace("_", " ")
    try:
        function()
        print(f"ok {number} {title}")
    except Exception as fault:  # whatever a parser says
        print(f"not ok {number} {title}\n# {str(fault)[:600]}")
