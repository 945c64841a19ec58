/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stateful TCP firewall: connections are opened from the inside only. Match means "let it pass".
 * Rules W1 to W11 of docs/workloads.md.
 */
#include "segment.h"

#define SYN_SENT 1
#define SYN_RECEIVED 2
#define ESTABLISHED 3

#define CLIENT_FIN 1
#define SERVER_FIN 2
#define BOTH_FINS (CLIENT_FIN | SERVER_FIN)
#define CLIENT_FIN_ACKNOWLEDGED 4
#define SERVER_FIN_ACKNOWLEDGED 8
#define BOTH_FINS_ACKNOWLEDGED (BOTH_FINS | CLIENT_FIN_ACKNOWLEDGED | SERVER_FIN_ACKNOWLEDGED)

/* 10.1.0.0/16, in network order. */
#define DEFAULT_INSIDE_ADDRESS 0x0000010a
#define DEFAULT_INSIDE_MASK 0x0000ffff

struct connection {
    uint32_t state;
    uint32_t client_is_lower; /* the client is the endpoint that the key names first */
    uint32_t closing;         /* bits, see above */
    uint32_t client_end;      /* sequence number behind the client's FIN */
    uint32_t server_end;      /* sequence number behind the server's FIN */
};

struct inside {
    uint32_t address; /* network order */
    uint32_t mask;    /* network order; 0: not configured */
};

struct okko_map connections = {MAP_HASH, KEY_BYTES, sizeof(struct connection), 65536, 0};
struct okko_map config = {MAP_ARRAY, sizeof(uint64_t), sizeof(struct inside), 1, 0};

INLINE int is_inside(uint32_t address)
{
    uint64_t index = 0;
    uint32_t prefix = DEFAULT_INSIDE_ADDRESS;
    uint32_t mask = DEFAULT_INSIDE_MASK;
    const struct inside *inside = map_lookup(&config, &index);
    if (inside && inside->mask != 0) {
        prefix = inside->address;
        mask = inside->mask;
    }
    return (address & mask) == (prefix & mask);
}

uint64_t entry(const void *packet, uint64_t length)
{
    const uint8_t *end = (const uint8_t *) packet + length;
    OPAQUE(end);
    struct segment segment;
    enum frame_kind kind = parse(packet, length, end, &segment);
    if (kind == FRAME_ARP)
        return MATCH; /* W1 */
    if (kind != FRAME_TCP)
        return NO_MATCH; /* W1 */

    const struct tcp *tcp = segment.tcp;
    uint32_t flags = tcp->flags;
    if ((flags & SYN) && (flags & (FIN | RST)))
        return NO_MATCH; /* W2 */
    uint32_t opens = (flags & (SYN | ACK)) == SYN;

    struct connection_key key;
    uint32_t source_is_lower = normalise(&segment, &key);
    struct connection *connection = map_lookup(&connections, &key);
    if (!connection || (opens && (connection->closing & BOTH_FINS) == BOTH_FINS)) { /* W3 */
        if (!opens || !is_inside(segment.ip->source))
            return NO_MATCH;
        struct connection opened = {SYN_SENT, source_is_lower, 0, 0, 0};
        return map_update(&connections, &key, &opened) == 0 ? MATCH : NO_MATCH;
    }
    if (flags & RST) { /* W4 */
        map_delete(&connections, &key);
        return MATCH;
    }

    uint32_t from_client = connection->client_is_lower == source_is_lower;
    if (opens)
        return from_client ? MATCH : NO_MATCH; /* W5 */
    if (!(flags & ACK))
        return NO_MATCH; /* W6 */
    if (flags & SYN) { /* W7 */
        if (from_client)
            return NO_MATCH;
        if (connection->state == SYN_SENT)
            connection->state = SYN_RECEIVED;
        return MATCH;
    }
    if (connection->state != ESTABLISHED) { /* W8 */
        if (connection->state == SYN_SENT || !from_client)
            return NO_MATCH;
        connection->state = ESTABLISHED;
    }

    uint32_t closing = connection->closing;
    uint32_t acknowledgement = HOST32(tcp->acknowledgement);
    uint32_t behind_fin = HOST32(tcp->sequence) + segment.payload_bytes + 1;
    if (from_client) { /* W9 */
        if ((closing & SERVER_FIN) && !SEQUENCE_AFTER(connection->server_end, acknowledgement))
            closing |= SERVER_FIN_ACKNOWLEDGED;
        if (flags & FIN) {
            closing |= CLIENT_FIN;
            connection->client_end = behind_fin;
        }
    } else {
        if ((closing & CLIENT_FIN) && !SEQUENCE_AFTER(connection->client_end, acknowledgement))
            closing |= CLIENT_FIN_ACKNOWLEDGED;
        if (flags & FIN) {
            closing |= SERVER_FIN;
            connection->server_end = behind_fin;
        }
    }
    if (closing == BOTH_FINS_ACKNOWLEDGED) /* W10 */
        map_delete(&connections, &key);
    else
        connection->closing = closing;
    return MATCH; /* W11 */
}
