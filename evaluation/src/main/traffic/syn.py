# SPDX-License-Identifier: Apache-2.0
"""Writes the 64 SYNs that "okko bpf compare" presents in rotation; the same bytes each time.

usage: syn.py OUTPUT.pcap

Frames of 66, 74 and 78 bytes in turn: the TCP options of Windows, Linux and the Macintosh, each from another client.
"""

import struct
import sys

PACKETS = 64
CLIENTS = (  # time to live, window, options
    (128, 64240, "020405b4 01 030308 01 01 0402"),                          # mss, nop, ws, nop, nop, sok
    (64, 29200, "020405b4 0402 080a 00112233 00000000 01 030307"),          # mss, sok, ts, nop, ws
    (64, 65535, "020405b4 01 030306 01 01 080a 00445566 00000000 0402 0000"),  # mss, nop, ws, nop, nop, ts, sok, eol
)
SERVER = bytes((10, 2, 0, 1))


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def syn(number):
    time_to_live, window, text = CLIENTS[number % len(CLIENTS)]
    options = bytes.fromhex(text)
    client = bytes((10, 1, number // 16, 1 + number % 16))
    tcp_bytes = 20 + len(options)

    def tcp(check):
        return struct.pack("!HHIIBBHHH", 32768 + 257 * number, 443, 0x01000000 + number, 0, tcp_bytes // 4 << 4, 0x02,
                           window, check, 0) + options

    def ip(check):
        return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + tcp_bytes, 1 + number, 0x4000, time_to_live, 6, check, client,
                           SERVER)

    pseudo_header = client + SERVER + struct.pack("!HH", 6, tcp_bytes)
    ethernet = bytes.fromhex("020000000002 020000000001 0800")
    return ethernet + ip(checksum(ip(0))) + tcp(checksum(pseudo_header + tcp(0)))


def main():
    with open(sys.argv[1], "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
        for number in range(PACKETS):
            frame = syn(number)
            file.write(struct.pack("<IIII", 0, number, len(frame), len(frame)) + frame)


if __name__ == "__main__":
    main()
