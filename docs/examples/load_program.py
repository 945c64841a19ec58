#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A controller in one file: loads a program, has a flow ask it, and shows what its maps hold.

    load_program.py SOCKET NUMBER OBJECT [FUNCTION]

SOCKET is the bridge's, such as /run/okko/br0.mgmt. The flow matches if the program returns 1. docs/openflow.md has the
messages byte by byte.
"""
import socket
import struct
import sys

VERSION = 4  # OpenFlow 1.3
OKKO = 0x4F4B4B4F
HELLO, ERROR, EXPERIMENTER, FLOW_MOD, MULTIPART_REQUEST, MULTIPART_REPLY, BARRIER_REQUEST, BARRIER_REPLY = (
    0, 1, 4, 14, 18, 19, 20, 21)
LOAD, MAPS, DUMP = 1, 2, 3
PART = 60000
EXACT = 0xFFFFFFFF


class Refused(Exception):
    """The switch has answered by an error."""


class Switch:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.xid = 0
        self.send(HELLO, b"")
        self.receive()

    def send(self, kind, body):
        self.xid += 1
        self.socket.sendall(struct.pack(">BBHI", VERSION, kind, 8 + len(body), self.xid) + body)

    def read(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            if not more:
                raise ConnectionError("the switch has hung up")
            data += more
        return data

    def receive(self):
        _, kind, length, _ = struct.unpack(">BBHI", self.read(8))
        body = self.read(length - 8)
        if kind == ERROR:
            raise Refused(reason(body))
        return kind, body

    def settle(self):
        """Returns when all that was asked for is done."""
        self.send(BARRIER_REQUEST, b"")
        while self.receive()[0] != BARRIER_REPLY:
            pass

    def tell(self, number, body):
        self.send(EXPERIMENTER, struct.pack(">II", OKKO, number) + body)

    def ask(self, number, body):
        """Returns all parts of the answer, one behind the other."""
        self.send(MULTIPART_REQUEST, struct.pack(">HHIII", 0xFFFF, 0, 0, OKKO, number) + body)
        answer, more = b"", True
        while more:
            kind, part = self.receive()
            if kind == MULTIPART_REPLY:
                more = struct.unpack(">HH", part[:4])[1] & 1
                answer += part[16:]
        return answer


def reason(error):
    """An error in words, if it has some."""
    kind, code = struct.unpack(">HH", error[:4])
    if kind == 0xFFFF and code == 0:
        length = struct.unpack(">H", error[12:14])[0]
        return error[16:16 + length].decode()
    return f"error of type {kind}, code {code}"


def padded(data):
    return data + bytes(-len(data) % 8)


def load(switch, number, program, function):
    name = function.encode()
    for offset in range(0, len(program), PART):
        options = struct.pack(">HBBBBHII", number, 0, 0, 0, 0, len(name), len(program), offset)
        switch.tell(LOAD, options + padded(name) + program[offset:offset + PART])
    switch.settle()


def add_flow(switch, number):
    """filter_prog=NUMBER,actions=drop"""
    field = struct.pack(">HBBIH", 0xFFFF, 0, 6, OKKO, number)
    match = padded(struct.pack(">HH", 1, 4 + len(field)) + field)
    switch.send(FLOW_MOD, struct.pack(">QQBBHHHIIIHH", 0, 0, 0, 0, 0, 0, 0x8000, EXACT, EXACT, EXACT, 0, 0) + match)
    switch.settle()


def maps(switch, number):
    """Index, name and number of entries of each map."""
    answer = switch.ask(MAPS, struct.pack(">H6x", number))
    while answer:
        length, _, index, name = struct.unpack(">HHHB", answer[:7])
        yield index, answer[24:24 + name].decode()
        answer = answer[length:]


def entries(switch, number, index):
    """Each key and value of a map."""
    answer = switch.ask(DUMP, padded(struct.pack(">HHH", number, 1, index)))
    data = b""
    while answer:
        key, value, _, _, length = struct.unpack(">IIIII", answer[4:24])
        data += answer[24:24 + length]
        answer = answer[24 + length + -length % 8:]
    for at in range(0, len(data), key + value):
        yield data[at:at + key], data[at + key:at + key + value]


def main(path, number, file, function=""):
    switch = Switch(path)
    with open(file, "rb") as program:
        load(switch, int(number), program.read(), function)
    add_flow(switch, int(number))
    for index, name in maps(switch, int(number)):
        for key, value in entries(switch, int(number), index):
            print(f"{name}: {key.hex()} -> {value.hex()}")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except (Refused, OSError) as failure:
        sys.exit(f"{sys.argv[0]}: {failure}")
