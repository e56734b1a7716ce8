#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Somebody at a terminal who presses Tab: a real shell in a pseudo-terminal, with our completions.

    tab.py SHELL line TYPED          TYPED is typed; what the line is then, word by word, one a line
    tab.py SHELL list TYPED SEEN     the same; all that the terminal was sent, once SEEN is in it; exit 1 if it never is

TYPED has its tabs in it. The shell reads keys in their order, so nothing here waits for a time, but for its
prompt and for SEEN (20 s at most). $COMPLETIONS is the folder of the shells' files.
"""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time

PATIENCE = 20
PROMPT = b"ready> "
BASH = "PS1='ready> '\nbind 'set enable-bracketed-paste off'\nbind 'set completion-query-items 0'\nbind 'set page-completions off'\n. {files}/incident.bash\n"
ZSH = "PS1='ready> '\nbindkey -e\nLISTMAX=1000\nfpath=({files} $fpath)\nautoload -Uz compinit\ncompinit -u -D\n"
FISH = "function fish_prompt; printf 'ready> '; end; function fish_title; end; source {files}/incident.fish"


def command(shell, files, home):
    """What starts it with nothing of this host's own."""
    if shell == "bash":
        put(home, "rc", BASH.format(files=files))
        return ["bash", "--noprofile", "--rcfile", f"{home}/rc", "-i"]
    if shell == "zsh":
        put(home, ".zshrc", ZSH.format(files=files))
        return ["zsh", "-d", "-i"]
    # else it reads all manual pages in the background, and writes here while we leave
    os.makedirs(f"{home}/fish/generated_completions")
    return ["fish", "--private", "-C", FISH.format(files=files), "-i"]


def put(folder, name, text, mode=0o600):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


class Terminal:
    """A shell that is being typed at."""

    def __init__(self, shell, files, home):
        put(home, "keep", f'#!/bin/sh\nprintf "%s\\n" "$@" >{home}/kept\n', 0o700)
        words = command(shell, files, home)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(ZDOTDIR=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, TERM="xterm", HISTFILE="")
            os.environ["PATH"] = f"{home}:{os.environ['PATH']}"
            os.execvp(words[0], words)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 100, 160, 0, 0))
        self.screen = b""

    def type(self, keys):
        os.write(self.fd, keys)

    def read(self):
        """False: it is gone."""
        try:
            more = os.read(self.fd, 65536)
        except OSError:
            more = b""
        self.screen += more
        return bool(more)

    def wait(self, seen):
        """Until that was shown; seen None: until the shell has ended."""
        end = time.monotonic() + PATIENCE
        while seen is None or seen not in self.screen:
            ready, _, _ = select.select([self.fd], [], [], max(0, end - time.monotonic()))
            if not ready or not self.read():
                return seen is None and bool(ready)
        return True

    def close(self):
        os.kill(self.pid, signal.SIGKILL)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def kept(home):
    try:
        with open(f"{home}/kept", encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def main(shell, what, typed, seen=None):
    with tempfile.TemporaryDirectory() as home:
        terminal = Terminal(shell, os.environ["COMPLETIONS"], home)
        good = terminal.wait(PROMPT)
        terminal.type(typed.encode())
        if what == "list":
            good = terminal.wait(seen.encode()) and good
            sys.stdout.buffer.write(terminal.screen)
        else:
            terminal.type(b"\x01keep \rexit\r")
            good = terminal.wait(None) and good
            sys.stdout.write(kept(home))
        terminal.close()
    if not good:
        sys.stderr.buffer.write(terminal.screen)
    return not good


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
