/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TCP performance diagnosis from the middle of the path. Match means "this segment shows a problem of its
 * connection". Rules D1 to D15 of docs/workloads.md. Times are stored, no verdict depends on them.
 */
#include "segment.h"

#define SEQUENCE_SEEN 1
#define ACKNOWLEDGEMENT_SEEN 2
#define SYN_SEEN 4
#define SCALE_SEEN 8
#define FIN_SEEN 16
#define PROBE_RUNNING 32

#define MAX_WINDOW_SCALE 14
#define THIRD_DUPLICATE 3

/* What has been seen of one endpoint. Positions and counts of data speak of the data that it sends. */
struct side {
    uint64_t acknowledged_at_ns; /* when it last acknowledged something new */
    uint64_t probe_sent_at_ns;   /* when the segment passed whose round trip is being measured */
    uint64_t round_trip_ns;      /* from its data passing here to the acknowledgement passing here */
    uint64_t reaction_ns;        /* from an acknowledgement by the other side to its next new data */
    uint32_t seen;               /* bits, see above */
    uint32_t next_sequence;      /* behind everything that it has sent */
    uint32_t acknowledged;       /* behind everything of the other side that it has acknowledged */
    uint32_t window_bytes;       /* how much more it is ready to receive */
    uint32_t probe_end;          /* acknowledging this ends the running measurement */
    uint32_t duplicates_in_row;
    uint32_t flight_bytes;       /* sent, not acknowledged */
    uint32_t max_flight_bytes;
    uint32_t mss_bytes;          /* that it announced; 0 if it did not */
    uint32_t window_scale;       /* that it announced */
    uint32_t retransmissions;
    uint32_t duplicate_acknowledgements;
    uint32_t zero_windows;       /* that it advertised */
    uint32_t full_windows;       /* of the other side, that its data filled */
    uint32_t low_flights;        /* new data while under 30 % of the other side's window were in flight */
    uint32_t reserved;
};

struct connection {
    struct side lower; /* the endpoint that the key names first */
    struct side higher;
};

struct okko_map connections = {MAP_HASH, KEY_BYTES, sizeof(struct connection), 40000, 0};

struct arrival {
    const struct segment *segment;
    const uint8_t *end;
    uint64_t now_ns;
    uint32_t flags;
    uint32_t end_sequence;   /* behind the segment */
    uint32_t sequence_bytes; /* sequence numbers that it takes up: payload, SYN, FIN */
};

/* D7 to D9: what the segment says about the data of the other side. */
INLINE uint32_t diagnose_acknowledgement(const struct arrival *arrival, struct side *from, struct side *to)
{
    const struct tcp *tcp = arrival->segment->tcp;
    uint32_t acknowledgement = HOST32(tcp->acknowledgement);
    uint32_t window_bytes = HOST16(tcp->window);
    uint32_t problem = NO_MATCH;
    if (!(arrival->flags & SYN) && (from->seen & SCALE_SEEN) && (to->seen & SCALE_SEEN))
        window_bytes <<= from->window_scale & 0x0f;

    if (!(from->seen & ACKNOWLEDGEMENT_SEEN) || SEQUENCE_AFTER(acknowledgement, from->acknowledged)) {
        from->seen |= ACKNOWLEDGEMENT_SEEN;
        from->acknowledged = acknowledgement;
        from->acknowledged_at_ns = arrival->now_ns;
        from->duplicates_in_row = 0;
        if ((to->seen & PROBE_RUNNING) && !SEQUENCE_AFTER(to->probe_end, acknowledgement)) {
            to->seen &= ~PROBE_RUNNING;
            to->round_trip_ns = arrival->now_ns - to->probe_sent_at_ns;
        }
    } else if (acknowledgement == from->acknowledged && arrival->sequence_bytes == 0
               && window_bytes == from->window_bytes && SEQUENCE_AFTER(to->next_sequence, acknowledgement)) {
        from->duplicate_acknowledgements++;
        from->duplicates_in_row++;
        if (from->duplicates_in_row == THIRD_DUPLICATE)
            problem = MATCH;
    }
    from->window_bytes = window_bytes;
    if (window_bytes == 0 && !(arrival->flags & SYN)) {
        from->zero_windows++;
        problem = MATCH;
    }
    return problem;
}

/* D10 to D13: what the segment says about the data of its sender. */
INLINE uint32_t diagnose_data(const struct arrival *arrival, struct side *from, struct side *to)
{
    if ((from->seen & SEQUENCE_SEEN) && !SEQUENCE_AFTER(arrival->end_sequence, from->next_sequence)) {
        from->retransmissions++;
        from->seen &= ~PROBE_RUNNING;
        return MATCH;
    }
    from->seen |= SEQUENCE_SEEN;
    from->next_sequence = arrival->end_sequence;
    if (!(from->seen & PROBE_RUNNING)) {
        from->seen |= PROBE_RUNNING;
        from->probe_end = arrival->end_sequence;
        from->probe_sent_at_ns = arrival->now_ns;
    }
    if (!(to->seen & ACKNOWLEDGEMENT_SEEN))
        return NO_MATCH;

    from->reaction_ns = arrival->now_ns - to->acknowledged_at_ns;
    uint32_t flight_bytes = arrival->end_sequence - to->acknowledged;
    if ((int32_t) flight_bytes < 0)
        return NO_MATCH;
    from->flight_bytes = flight_bytes;
    if (flight_bytes > from->max_flight_bytes)
        from->max_flight_bytes = flight_bytes;
    if (arrival->segment->payload_bytes == 0 || !(from->seen & SYN_SEEN) || !(to->seen & SYN_SEEN))
        return NO_MATCH;
    if (flight_bytes >= to->window_bytes) {
        from->full_windows++;
        return MATCH;
    }
    if ((uint64_t) flight_bytes * 10 < (uint64_t) to->window_bytes * 3)
        from->low_flights++;
    return NO_MATCH;
}

INLINE uint64_t diagnose(const struct arrival *arrival, struct side *from, struct side *to,
                         const struct connection_key *key)
{
    uint32_t problem = NO_MATCH;
    if (arrival->flags & SYN) { /* D6 */
        struct options options;
        walk_options(arrival->segment, arrival->end, &options);
        from->seen |= SYN_SEEN;
        from->mss_bytes = options.mss;
        if (options.window_scale != NO_WINDOW_SCALE) {
            from->seen |= SCALE_SEEN;
            from->window_scale = options.window_scale < MAX_WINDOW_SCALE ? options.window_scale : MAX_WINDOW_SCALE;
        }
    }
    if (arrival->flags & ACK)
        problem |= diagnose_acknowledgement(arrival, from, to);
    if (arrival->sequence_bytes != 0)
        problem |= diagnose_data(arrival, from, to);
    if (arrival->flags & FIN)
        from->seen |= FIN_SEEN;
    if ((from->seen & FIN_SEEN) && (to->seen & FIN_SEEN) && from->next_sequence == to->acknowledged
        && to->next_sequence == from->acknowledged) /* D14 */
        map_delete(&connections, key);
    return problem; /* D15 */
}

uint64_t entry(const void *packet, uint64_t length)
{
    const uint8_t *end = (const uint8_t *) packet + length;
    OPAQUE(end);
    struct segment segment;
    if (parse(packet, length, end, &segment) != FRAME_TCP)
        return NO_MATCH; /* D1 */
    const struct tcp *tcp = segment.tcp;
    struct arrival arrival;
    arrival.segment = &segment;
    arrival.end = end;
    arrival.flags = tcp->flags;
    arrival.sequence_bytes = segment.payload_bytes + ((arrival.flags & SYN) != 0) + ((arrival.flags & FIN) != 0);
    arrival.end_sequence = HOST32(tcp->sequence) + arrival.sequence_bytes;

    struct connection_key key;
    uint32_t source_is_lower = normalise(&segment, &key);
    struct connection *connection = map_lookup(&connections, &key);
    if (arrival.flags & RST) { /* D2 */
        if (connection)
            map_delete(&connections, &key);
        return NO_MATCH;
    }
    uint32_t unknown = !connection;
    if (connection && (arrival.flags & (SYN | ACK)) == SYN) { /* D3 */
        const struct side *from = source_is_lower ? &connection->lower : &connection->higher;
        unknown = !(from->seen & SEQUENCE_SEEN) || from->next_sequence != arrival.end_sequence;
    }
    if (unknown) { /* D4 */
        if (!(arrival.flags & SYN) && segment.payload_bytes == 0)
            return NO_MATCH;
        struct connection fresh = {};
        if (map_update(&connections, &key, &fresh) != 0)
            return NO_MATCH;
        connection = map_lookup(&connections, &key);
    }
    if (!connection)
        return NO_MATCH;

    arrival.now_ns = time_ns(); /* D5 */
    struct side *from = source_is_lower ? &connection->lower : &connection->higher;
    struct side *to = source_is_lower ? &connection->higher : &connection->lower;
    OPAQUE(from); /* so that the compiler does not make a copy of all that follows for each direction */
    OPAQUE(to);
    return diagnose(&arrival, from, to, &key);
}
