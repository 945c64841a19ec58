/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times a program that gcc has compiled, on the packets of a capture in rotation.
 *
 *     usage: program FILE.pcap
 *
 * First prints the checksum of one pass over the packets, in hexadecimal. Then, for each number of passes that it reads
 * from standard input, makes so many passes and prints the nanoseconds that they took; and ends with its input.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "native.h"

#define FILE_HEADER_BYTES 24
#define PACKET_HEADER_BYTES 16
#define CAPTURED_LENGTH 8 /* offset in a packet's header */
#define CACHE_LINE_BYTES 64

uint64_t entry(const uint8_t *frame, uint64_t length);

struct packet {
    const uint8_t *frame;
    uint64_t length;
};

static struct packet *packets;
static size_t packet_count;

static void fail(const char *reason)
{
    fprintf(stderr, "%s\n", reason);
    exit(1);
}

static void read_capture(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (!file || fseek(file, FILE_HEADER_BYTES, SEEK_SET) != 0)
        fail("cannot read the capture");
    unsigned char header[PACKET_HEADER_BYTES];
    while (fread(header, 1, sizeof header, file) == sizeof header) {
        uint32_t length;
        memcpy(&length, header + CAPTURED_LENGTH, sizeof length);
        size_t room = (length / CACHE_LINE_BYTES + 1) * CACHE_LINE_BYTES;
        uint8_t *frame = aligned_alloc(CACHE_LINE_BYTES, room);
        packets = realloc(packets, (packet_count + 1) * sizeof *packets);
        if (!frame || !packets || fread(frame, 1, length, file) != length)
            fail("the capture is truncated, or too large");
        packets[packet_count++] = (struct packet) {frame, length};
    }
    fclose(file);
}

static uint64_t pass(void)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < packet_count; i++)
        sum = sum * 31 + entry(packets[i].frame, packets[i].length);
    return sum;
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

int main(int count, char **arguments)
{
    if (count != 2)
        fail("usage: program FILE.pcap");
    read_capture(arguments[1]);
    printf("%llx\n", (unsigned long long) pass());
    fflush(stdout);
    volatile uint64_t sum = 0; /* so that no pass can be left out */
    long long passes;
    while (scanf("%lld", &passes) == 1) {
        uint64_t start = now_ns();
        for (long long i = 0; i < passes; i++)
            sum += pass();
        printf("%llu\n", (unsigned long long) (now_ns() - start));
        fflush(stdout);
    }
    return 0;
}
