# SPDX-License-Identifier: Apache-2.0
"""Records real TCP traffic: Linux hosts in network namespaces talk over a bridge, tcpdump listens in the middle.

usage: record.py OUTPUT.pcap        (as root; see tcp-mix.md)

      inside hosts 10.1.0.1 … 10.1.0.8                                    outside hosts 10.2.0.1, 10.2.0.2, …
      one namespace each, differing in    ── bridge in a namespace ── tcpdump ──   one namespace, several addresses
      the TCP options that they use

Both ends of every connection live in this process: a socket belongs to the namespace that its thread was in when the
socket was made. A scenario is therefore plain code that moves both ends. Scenarios run in threads, so that their
packets interleave as those of unrelated users do.
"""

import contextlib
import ctypes
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import threading
import time

PREFIX = f"okko-record-{os.getpid()}-"
SEED = 2026
OUTSIDE_ADDRESSES = ["10.2.0.1", "10.2.0.2", "10.2.0.3"]
LOSSY_PORT, BLACK_HOLE_PORT, CLOSED_PORT = 7000, 7001, 7002

# Linux 6.16 raised the largest receive buffer, and with it the window scale that a SYN carries, from 7 to 10.
RECEIVE_BUFFERS_BEFORE_6_16 = "4096 131072 6291456"

# What distinguishes the inside hosts: sysctls below net.ipv4, and the MSS that the route announces (0: the default).
INSIDE_HOSTS = {
    "10.1.0.1": ({"tcp_rmem": RECEIVE_BUFFERS_BEFORE_6_16}, 0),
    "10.1.0.2": ({}, 0),
    "10.1.0.3": ({"tcp_timestamps": 0}, 0),
    "10.1.0.4": ({"tcp_sack": 0}, 0),
    "10.1.0.5": ({"tcp_window_scaling": 0}, 0),
    "10.1.0.6": ({"tcp_ecn": 1, "tcp_rmem": RECEIVE_BUFFERS_BEFORE_6_16}, 0),
    "10.1.0.7": ({"ip_default_ttl": 128}, 1300),
    "10.1.0.8": ({"tcp_timestamps": 0, "tcp_sack": 0, "tcp_window_scaling": 0}, 536),
}

libc = ctypes.CDLL(None, use_errno=True)
made_namespaces = []


def run(*words):
    subprocess.run([str(word) for word in words], check=True, stdout=subprocess.DEVNULL)


def run_in(namespace, *words):
    run("ip", "netns", "exec", PREFIX + namespace, *words)


def make_namespace(name, sysctls):
    run("ip", "netns", "add", PREFIX + name)
    made_namespaces.append(PREFIX + name)
    run_in(name, "ip", "link", "set", "lo", "up")
    settings = {"net.ipv6.conf.all.disable_ipv6": 1, "net.ipv6.conf.default.disable_ipv6": 1}
    settings |= {"net.ipv4." + key: value for key, value in sysctls.items()}
    for key, value in settings.items():
        run_in(name, "sysctl", "-qw", f"{key}={value}")


def connect_to_bridge(name, number):
    """Gives a namespace an interface eth0 whose frames are as on a wire: at most 1,514 bytes, checksums complete."""
    port = f"port{number}"
    run_in("switch", "ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", PREFIX + name)
    run_in("switch", "ip", "link", "set", port, "master", "bridge", "up")
    for namespace, device in (("switch", port), (name, "eth0")):
        run_in(namespace, "ethtool", "-K", device, "tx", "off", "tso", "off", "gso", "off", "gro", "off")
    run_in(name, "ip", "link", "set", "eth0", "address", f"02:00:00:00:00:{number:02x}", "up")
    return port


def build_network():
    make_namespace("switch", {})
    run_in("switch", "ip", "link", "add", "bridge", "type", "bridge", "forward_delay", "0")
    run_in("switch", "ip", "link", "set", "bridge", "up")
    make_namespace("outside", {"tcp_ecn": 1, "tcp_syn_retries": 1})
    outside_port = connect_to_bridge("outside", 100)
    for address in OUTSIDE_ADDRESSES:
        run_in("outside", "ip", "address", "add", address + "/16", "dev", "eth0")
    run_in("outside", "ip", "route", "add", "10.1.0.0/16", "dev", "eth0")
    for number, (address, (sysctls, mss)) in enumerate(INSIDE_HOSTS.items(), start=1):
        make_namespace(address, sysctls | {"tcp_syn_retries": 2})
        connect_to_bridge(address, number)
        run_in(address, "ip", "address", "add", address + "/16", "dev", "eth0")
        run_in(address, "ip", "route", "add", "10.2.0.0/16", "dev", "eth0", *(["advmss", mss] if mss else []))
        lose_packets(address)
    lose_packets("outside")
    return outside_port


def lose_packets(namespace):
    """Loses arriving packets, behind the place of the capture: all to one port, some data of another port."""
    rules = f"""
        table inet loss {{
            chain input {{
                type filter hook input priority 0
                tcp dport {BLACK_HOLE_PORT} drop
                tcp sport {LOSSY_PORT} meta length > 500 numgen inc mod 17 == 5 drop
                tcp dport {LOSSY_PORT} meta length > 500 numgen inc mod 13 == 7 drop
            }}
        }}"""
    subprocess.run(["ip", "netns", "exec", PREFIX + namespace, "nft", "-f", "-"], input=rules, text=True, check=True)


@contextlib.contextmanager
def inside_namespace(name):
    """Moves this thread into a namespace and back; only sockets made meanwhile belong there."""
    with open("/proc/thread-self/ns/net") as home, open("/run/netns/" + PREFIX + name) as namespace:
        move_to(namespace)
        try:
            yield
        finally:
            move_to(home)


def move_to(namespace):
    clone_newnet = 0x40000000
    if libc.setns(namespace.fileno(), clone_newnet) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def namespace_of(address):
    return address if address in INSIDE_HOSTS else "outside"


def new_socket(address, kind=socket.SOCK_STREAM):
    with inside_namespace(namespace_of(address)):
        return socket.socket(socket.AF_INET, kind)


class Connection:
    """Both ends of one TCP connection; data is moved from one to the other until it has arrived."""

    def __init__(self, client, server, port, receive_buffer=None):
        with new_socket(server) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if receive_buffer:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            listener.bind((server, 0 if port == 0 else port))
            listener.listen()
            self.client = new_socket(client)
            self.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.client.bind((client, 0))
            self.client.connect(listener.getsockname())
            self.server, _ = listener.accept()
            self.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def move(self, sender, receiver, size):
        data = (b"The quick brown fox jumps over the lazy dog. " * (size // 45 + 1))[:size]
        writer = threading.Thread(target=sender.sendall, args=(data,))
        writer.start()
        left = size
        while left > 0:
            left -= len(receiver.recv(65536))
        writer.join()

    def ask(self, size):
        self.move(self.client, self.server, size)

    def answer(self, size):
        self.move(self.server, self.client, size)

    def close(self, first, second):
        first.shutdown(socket.SHUT_WR)
        second.recv(1)
        pause(0.0, 0.01)
        second.close()
        first.close()


def pause(shortest, longest):
    time.sleep(random.uniform(shortest, longest))


def web(client, server, port):
    """A few requests on one connection; answers from 200 bytes to 40 kB; either side closes first."""
    connection = Connection(client, server, port)
    for _ in range(random.randint(1, 4)):
        connection.ask(random.randint(80, 700))
        pause(0.0, 0.02)
        connection.answer(random.choice([200, 400, 900, 1400, 3000, 6000, 12000, 20000]))
        pause(0.0, 0.05)
    ends = [connection.client, connection.server]
    random.shuffle(ends)
    connection.close(*ends)


def terminal(client, server, port):
    """Key strokes and their echoes."""
    connection = Connection(client, server, port)
    for _ in range(25):
        connection.ask(random.randint(36, 60))
        connection.answer(random.randint(36, 200))
        pause(0.0, 0.03)
    connection.close(connection.client, connection.server)


def upload(client, server, port):
    connection = Connection(client, server, port)
    connection.ask(40_000)
    connection.answer(120)
    connection.close(connection.server, connection.client)


def lossy(client, server, port):
    """Data both ways through packet loss: retransmissions, duplicate acknowledgements."""
    connection = Connection(client, server, LOSSY_PORT)
    connection.ask(40_000)
    connection.answer(50_000)
    connection.close(connection.client, connection.server)


def half_close(client, server, port):
    """The client has sent its FIN; the server goes on sending."""
    connection = Connection(client, server, port)
    connection.ask(300)
    connection.client.shutdown(socket.SHUT_WR)
    connection.server.recv(1)
    connection.answer(5000)
    pause(0.02, 0.05)
    connection.server.close()
    connection.client.close()


def abort(client, server, port):
    """An end that closes with unread data or without lingering sends RST."""
    connection = Connection(client, server, port)
    connection.ask(400)
    connection.answer(1000)
    end = random.choice([connection.client, connection.server])
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()
    pause(0.02, 0.05)


def refused(client, server, port):
    with new_socket(client) as end, contextlib.suppress(ConnectionRefusedError):
        end.bind((client, 0))
        end.connect((server, CLOSED_PORT))


def half_open(client, server, port):
    """SYNs that nobody answers, repeated each second."""
    with new_socket(client) as end, contextlib.suppress(TimeoutError):
        end.bind((client, 0))
        end.connect((server, BLACK_HOLE_PORT))


def slow_reader(client, server, port):
    """A receiver with a small buffer that does not read for a while: full and zero windows, window probes."""
    connection = Connection(client, server, port, receive_buffer=8192)
    writer = threading.Thread(target=connection.client.sendall, args=(b"x" * 40_000,))
    writer.start()
    for _ in range(6):
        time.sleep(0.4)
        connection.server.recv(3000)
    left = 40_000 - 6 * 3000
    while left > 0:
        left -= len(connection.server.recv(2000))
    writer.join()
    connection.close(connection.client, connection.server)


def keep_alive(client, server, port):
    connection = Connection(client, server, port)
    connection.client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 1)
    connection.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)
    connection.ask(100)
    time.sleep(4.5)
    connection.answer(100)
    connection.close(connection.client, connection.server)


def datagrams(client, server, port):
    """Questions and answers over UDP, one of them longer than a frame, hence fragmented."""
    with new_socket(client, socket.SOCK_DGRAM) as asks, new_socket(server, socket.SOCK_DGRAM) as answers:
        asks.bind((client, 0))
        answers.bind((server, 0))
        for size in (90, 300, 1200, 2500):
            asks.sendto(b"?" * 40, answers.getsockname())
            _, sender = answers.recvfrom(100)
            answers.sendto(b"!" * size, sender)
            asks.recvfrom(size)


def echo(client, server, port):
    """ICMP echo requests; the kernel of the other host replies."""
    with inside_namespace(namespace_of(client)):
        end = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    with end:
        end.bind((client, 0))
        for number in range(3):
            request = struct.pack("!BBHHH", 8, 0, 0, port, number) + b"abcdefgh" * 6
            total = sum(struct.unpack(f"!{len(request) // 2}H", request))
            total = (total & 0xFFFF) + (total >> 16)
            end.sendto(request[:2] + struct.pack("!H", ~total & 0xFFFF) + request[4:], (server, 0))
            end.recv(200)
            pause(0.2, 0.4)


# Scenario, how often from the inside, how often from the outside.
PLAN = [
    (web, 44, 8), (terminal, 8, 1), (upload, 4, 1), (lossy, 4, 1), (half_close, 6, 1), (abort, 8, 2), (refused, 9, 7),
    (half_open, 6, 3), (slow_reader, 2, 1), (keep_alive, 2, 0), (datagrams, 3, 1), (echo, 2, 1),
]


def play():
    """Runs every scenario of the plan, in shuffled order, at most 12 at a time."""
    jobs = []
    port = 8000
    for scenario, from_inside, from_outside in PLAN:
        for turn in range(from_inside + from_outside):
            inside = list(INSIDE_HOSTS)[0 if random.random() < 0.3 else turn % len(INSIDE_HOSTS)]
            outside = OUTSIDE_ADDRESSES[turn % len(OUTSIDE_ADDRESSES)]
            client, server = (inside, outside) if turn < from_inside else (outside, inside)
            jobs.append((scenario, client, server, port))
            port += 1
    random.shuffle(jobs)
    # The slow ones first, or the recording would end with seconds of little traffic; one lossy connection at a time
    # per server, because the listener's port is fixed.
    slow = (half_open, keep_alive, slow_reader)
    jobs.sort(key=lambda job: job[0] not in slow)
    turn, failures = threading.Semaphore(12), []
    lossy_turn = threading.Lock()

    def work(scenario, client, server, port):
        try:
            with turn if scenario not in slow else contextlib.nullcontext():
                with lossy_turn if scenario is lossy else contextlib.nullcontext():
                    pause(0.0, 2.5 if scenario in slow else 0.3)
                    scenario(client, server, port)
        except Exception as failure:
            failures.append(f"{scenario.__name__} {client} -> {server}: {failure!r}")

    threads = [threading.Thread(target=work, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        sys.exit("scenarios failed:\n" + "\n".join(failures))


def main():
    if len(sys.argv) != 2 or os.geteuid() != 0:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    random.seed(SEED)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        port = build_network()
        words = ["ip", "netns", "exec", PREFIX + "switch", "tcpdump", "-Z", "root", "-i", port, "-s", "0", "-w", sys.argv[1]]
        listener = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        while "listening on" not in (line := listener.stderr.readline()):
            if line == "":
                sys.exit("tcpdump did not start")
        try:
            play()
            time.sleep(0.5)
        finally:
            listener.terminate()
            print(listener.communicate()[1].strip())
    finally:
        for namespace in made_namespaces:
            subprocess.run(["ip", "netns", "delete", namespace], check=False)


if __name__ == "__main__":
    main()
