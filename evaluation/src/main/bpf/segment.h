/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a frame to a TCP segment: the rules S1 to S8 of docs/workloads.md, which all workloads share, the key of a
 * connection, and the walk over TCP options.
 */
#ifndef SEGMENT_H
#define SEGMENT_H

#include "okko.h"

#define ETHERNET_BYTES 14
#define ETHERNET_TYPE_OFFSET 12
#define VLAN_TAG_BYTES 4
#define TYPE_IPV4 0x0800
#define TYPE_ARP 0x0806
#define TYPE_VLAN 0x8100

#define IPV4_MIN_BYTES 20
#define IPV4_DONT_FRAGMENT 0x4000
#define IPV4_MORE_FRAGMENTS 0x2000
#define IPV4_FRAGMENT_OFFSET 0x1fff
#define PROTOCOL_TCP 6

#define TCP_MIN_BYTES 20
#define FIN 0x01
#define SYN 0x02
#define RST 0x04
#define PSH 0x08
#define ACK 0x10

struct ipv4 {
    uint8_t version_and_length;
    uint8_t type_of_service;
    uint16_t total_length;
    uint16_t identification;
    uint16_t fragment;
    uint8_t time_to_live;
    uint8_t protocol;
    uint16_t checksum;
    uint32_t source;
    uint32_t destination;
};

struct tcp {
    uint16_t source_port;
    uint16_t destination_port;
    uint32_t sequence;
    uint32_t acknowledgement;
    uint8_t data_offset;
    uint8_t flags;
    uint16_t window;
    uint16_t checksum;
    uint16_t urgent_pointer;
};

enum frame_kind { FRAME_OTHER, FRAME_ARP, FRAME_TCP };

struct segment {
    const struct ipv4 *ip;
    const struct tcp *tcp;
    uint32_t ip_bytes;      /* IPv4 header with options */
    uint32_t tcp_bytes;     /* TCP header with options */
    uint32_t payload_bytes;
};

INLINE enum frame_kind parse(const uint8_t *packet, uint64_t length, const uint8_t *end, struct segment *segment)
{
    if (packet + ETHERNET_BYTES > end)
        return FRAME_OTHER;
    uint32_t type = HOST16(*(const uint16_t *) (packet + ETHERNET_TYPE_OFFSET));
    uint32_t ip_offset = ETHERNET_BYTES;
    if (type == TYPE_VLAN) {
        if (packet + ETHERNET_BYTES + VLAN_TAG_BYTES > end)
            return FRAME_OTHER;
        type = HOST16(*(const uint16_t *) (packet + ETHERNET_TYPE_OFFSET + VLAN_TAG_BYTES));
        ip_offset += VLAN_TAG_BYTES;
    }
    if (type == TYPE_ARP)
        return FRAME_ARP;
    if (type != TYPE_IPV4)
        return FRAME_OTHER;

    const uint8_t *at = packet + ip_offset;
    OPAQUE(at);
    if (at + IPV4_MIN_BYTES > end)
        return FRAME_OTHER;
    const struct ipv4 *ip = (const void *) at;
    uint32_t ip_bytes = (ip->version_and_length & 0x0f) * 4;
    uint32_t total_bytes = HOST16(ip->total_length);
    if (ip->version_and_length >> 4 != 4 || ip_bytes < IPV4_MIN_BYTES || ip_offset + total_bytes > length)
        return FRAME_OTHER;
    if (ip->protocol != PROTOCOL_TCP || (HOST16(ip->fragment) & (IPV4_MORE_FRAGMENTS | IPV4_FRAGMENT_OFFSET)) != 0)
        return FRAME_OTHER;

    at += ip_bytes;
    OPAQUE(at);
    if (at + TCP_MIN_BYTES > end)
        return FRAME_OTHER;
    const struct tcp *tcp = (const void *) at;
    uint32_t tcp_bytes = (tcp->data_offset >> 4) * 4;
    if (tcp_bytes < TCP_MIN_BYTES || ip_bytes + tcp_bytes > total_bytes)
        return FRAME_OTHER;

    segment->ip = ip;
    segment->tcp = tcp;
    segment->ip_bytes = ip_bytes;
    segment->tcp_bytes = tcp_bytes;
    segment->payload_bytes = total_bytes - ip_bytes - tcp_bytes;
    return FRAME_TCP;
}

/*
 * Names a connection, the same for both directions: its two endpoints (address and port together), the lower one
 * first. 12 bytes in network order: lower address, higher address, lower's port, higher's port. Two wide stores
 * instead of four narrow ones, because the look-up reads the key in wide words.
 */
#define KEY_BYTES 12

struct connection_key {
    uint64_t addresses;
    uint32_t ports;
};

/* Fills in the key; says whether the sender is the lower endpoint. */
INLINE uint32_t normalise(const struct segment *segment, struct connection_key *key)
{
    uint64_t source_address = segment->ip->source;
    uint64_t destination_address = segment->ip->destination;
    uint32_t source_port = segment->tcp->source_port;
    uint32_t destination_port = segment->tcp->destination_port;
    uint64_t source = (uint64_t) HOST32((uint32_t) source_address) << 16 | HOST16(source_port);
    uint64_t destination = (uint64_t) HOST32((uint32_t) destination_address) << 16 | HOST16(destination_port);
    if (source < destination) {
        ONE_BRANCH;
        key->addresses = source_address | destination_address << 32;
        key->ports = source_port | destination_port << 16;
        return 1;
    }
    key->addresses = destination_address | source_address << 32;
    key->ports = destination_port | source_port << 16;
    return 0;
}

/* Is sequence number a behind b, modulo 2^32? */
#define SEQUENCE_AFTER(a, b) ((int32_t) ((a) - (b)) > 0)

#define MAX_OPTIONS 8
#define OPTION_END 0
#define OPTION_NOP 1
#define OPTION_MSS 2
#define OPTION_WINDOW_SCALE 3
#define OPTION_SACK_PERMITTED 4
#define OPTION_TIMESTAMPS 8
#define NO_WINDOW_SCALE 0x100

struct options {
    uint64_t layout;       /* kinds in order, one byte each, the last one lowest */
    uint32_t complete;     /* the list was well formed and had at most MAX_OPTIONS entries */
    uint32_t mss;          /* 0 if absent */
    uint32_t window_scale; /* NO_WINDOW_SCALE if absent */
    uint32_t timestamp;    /* the sender's own, network order; 0 if absent */
    uint32_t echo;         /* the peer's, network order; 0 if absent */
};

/*
 * Walks the options of a segment. The loop is unrolled completely: there is no back edge left in the object, and the
 * bound is the number of entries that a layout can hold. Each comparison with end repeats for the verifier what the
 * comparison with left has settled.
 */
INLINE void walk_options(const struct segment *segment, const uint8_t *end, struct options *options)
{
    const uint8_t *at = (const uint8_t *) segment->tcp + TCP_MIN_BYTES;
    uint64_t left = segment->tcp_bytes - TCP_MIN_BYTES;
    options->layout = 0;
    options->complete = 0;
    options->mss = 0;
    options->window_scale = NO_WINDOW_SCALE;
    options->timestamp = 0;
    options->echo = 0;
#pragma unroll
    for (int i = 0; i < MAX_OPTIONS; i++) {
        if (left == 0)
            break;
        OPAQUE(at);
        if (at + 1 > end)
            return;
        uint64_t kind = at[0];
        options->layout = options->layout << 8 | kind;
        if (kind == OPTION_END) {
            left = 0;
            break;
        }
        uint64_t bytes = 1;
        if (kind != OPTION_NOP) {
            if (at + 2 > end)
                return;
            bytes = at[1];
            if (bytes < 2 || bytes > left)
                return;
            if (kind == OPTION_MSS) {
                if (bytes != 4 || at + 4 > end)
                    return;
                options->mss = HOST16(*(const uint16_t *) (at + 2));
            } else if (kind == OPTION_WINDOW_SCALE) {
                if (bytes != 3 || at + 3 > end)
                    return;
                options->window_scale = at[2];
            } else if (kind == OPTION_SACK_PERMITTED) {
                if (bytes != 2)
                    return;
            } else if (kind == OPTION_TIMESTAMPS) {
                if (bytes != 10 || at + 10 > end)
                    return;
                options->timestamp = *(const uint32_t *) (at + 2);
                options->echo = *(const uint32_t *) (at + 6);
            }
        }
        at += bytes;
        left -= bytes;
    }
    options->complete = left == 0;
}

#endif
