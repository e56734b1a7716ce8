# SPDX-License-Identifier: MIT
"""The little Varlink that the live tests speak: https://varlink.org, over $INCIDENT_SOCKET."""
import json
import os
import random
import socket
import time
import uuid

RECORDER = "io.incidentd.Recorder."
PATIENCE = 60  # seconds until a test gives up on an answer


class Refused(Exception):
    """An error reply; name without its interface."""

    def __init__(self, reply):
        super().__init__(json.dumps(reply))
        self.name = reply["error"].rpartition(".")[2]
        self.parameters = reply.get("parameters", {})


def uuid7():
    value = int(time.time() * 1000) << 80 | 7 << 76 | random.getrandbits(76)
    return str(uuid.UUID(int=value & ~(3 << 62) | 2 << 62))


def note(text, **members):
    return {"id": uuid7(), "kind": "note", "text": text, **members}


class Peer:
    """A connection. As a context manager it is closed in the end."""

    def __init__(self, path=None):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(path or os.environ["INCIDENT_SOCKET"])
        self.bytes = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def write(self, data):
        self.socket.sendall(data)

    def send(self, *messages):
        self.write(b"".join(json.dumps(message).encode() + b"\0" for message in messages))

    def receive(self):
        """The next message, or None where the other end has closed."""
        while b"\0" not in self.bytes:
            try:
                more = self.socket.recv(1 << 16)
            except ConnectionResetError:
                more = b""
            if not more:
                return None
            self.bytes += more
        message, _, self.bytes = self.bytes.partition(b"\0")
        return json.loads(message)

    def reply(self):
        reply = self.receive()
        if reply is None:
            raise EOFError("the connection was closed")
        if "error" in reply:
            raise Refused(reply)
        return reply

    def call(self, method, **parameters):
        self.send({"method": RECORDER + method, "parameters": parameters})
        return self.reply().get("parameters", {})

    def record(self, *drafts):
        return self.call("Record", drafts=list(drafts))["receipts"]

    def stream(self, method, **parameters):
        self.send({"method": RECORDER + method, "parameters": parameters, "more": True})
        while True:
            reply = self.reply()
            if reply.get("parameters"):
                yield reply["parameters"]
            if not reply.get("continues"):
                return
