/*
 * The five example algorithms that Oko came with, written anew, with their quirks: fixed header layouts, fields compared
 * in the order of the wire, a key size that is smaller than the key. Two of them tested the packet's length the wrong way
 * round, and Oko's verifier let them pass; here are both forms of those.
 */
#include "../elf/oko.h"

#define FIN 0x01
#define SYN 0x02
#define ACK 0x10

#define TCP_HEADERS 54 /* Ethernet 14, IPv4 20, TCP 20 */
#define IP_HEADERS 34

struct tuple {
    u32 low;
    u32 high;
    u16 low_port;
    u16 high_port;
};

#define word(packet, at) (*(const u32 *)((packet) + (at)))
#define half(packet, at) (*(const u16 *)((packet) + (at)))

/* Both directions of a connection, or what comes close: ports are put in order apart from addresses. */
static __attribute__((always_inline)) inline void normalise(const u8 *packet, struct tuple *key)
{
    u32 from = word(packet, 26), to = word(packet, 30);
    u16 source = half(packet, 34), destination = half(packet, 36);
    key->low = from < to ? from : to;
    key->high = from < to ? to : from;
    key->low_port = source < destination ? source : destination;
    key->high_port = source < destination ? destination : source;
}

/* Stateless: 0 for a packet that looks like a client of one system, 1 for all others. */
u64 p0f(const u8 *packet, u64 length)
{
    if (length < 66)
        return 1;
    const u8 *options = packet + TCP_HEADERS;
    u8 ttl = packet[22];
    u32 header = (packet[14] & 15) * 4, total = (u32)packet[16] << 8 | packet[17];
    if (ttl <= 93 || ttl > 128 || header != 20 || half(packet, 48) != 8192 || !(packet[20] & 0x40) || packet[15] & 8)
        return 1;
    if (total - header - (packet[46] >> 4) * 4 != 0)
        return 1;
    if (options[0] != 2 || options[4] != 1 || options[5] != 3 || options[8] != 1 || options[9] != 1 || options[10] != 4)
        return 1;
    return 0;
}

enum { SENT = 1, ANSWERED, ESTABLISHED };

struct connection {
    u32 state;
    u32 server;
};

/* The key has twelve bytes, of which the map looks at four. */
struct ubpf_map_def connections = {HASH, sizeof(u32), sizeof(struct connection), 10000, 0};

/* 1 for a packet of an established connection. */
u64 stateful_firewall(const u8 *packet, u64 length)
{
    struct tuple key;
    if (length < TCP_HEADERS)
        return 0;
    normalise(packet, &key);
    u8 flags = packet[47];
    struct connection *known = ubpf_map_lookup(&connections, &key);
    if (!known) {
        if ((flags & (SYN | ACK)) == SYN) {
            struct connection fresh = {SENT, word(packet, 30)};
            ubpf_map_update(&connections, &key, &fresh);
        }
        return 0;
    }
    if (known->state == ESTABLISHED) {
        if ((flags & (FIN | ACK)) == (FIN | ACK))
            ubpf_map_delete(&connections, &key);
        return 1;
    }
    if (known->server == word(packet, 26)) {
        if (known->state == SENT && (flags & (SYN | ACK)) == (SYN | ACK))
            known->state = ANSWERED;
        return 0;
    }
    if (known->state == ANSWERED && (flags & (SYN | ACK)) == ACK) {
        known->state = ESTABLISHED;
        return 1;
    }
    return 0;
}

struct diagnosis {
    u32 sender, mss, sequence_time, sequence, flight, last_flight;
    u16 reaction;
    u8 under_window, full_window, duplicates, unused;
    u16 congestion;
    u32 ack_time, ack, window;
    u16 round_trip, unused2;
};

struct ubpf_map_def diagnoses = {HASH, sizeof(struct tuple), sizeof(struct diagnosis), 40000, 0};

static __attribute__((always_inline)) inline void acknowledged(struct diagnosis *of, const u8 *packet)
{
    u32 now = ubpf_time_get_ns();
    if (word(packet, 42) > of->ack) {
        of->duplicates = 0;
        of->ack = word(packet, 42);
        of->ack_time = now;
        of->window = half(packet, 48);
        of->round_trip = now - of->sequence_time;
    } else {
        of->duplicates++;
    }
}

static __attribute__((always_inline)) inline void sent(struct diagnosis *of, const u8 *packet)
{
    u32 now = ubpf_time_get_ns(), sequence = word(packet, 38);
    if (sequence > of->sequence) {
        of->sequence = sequence;
        of->sequence_time = now;
        of->reaction = now - of->ack_time;
        of->last_flight = of->flight;
        of->flight = sequence - of->ack;
        if (of->congestion < of->flight)
            of->congestion = of->flight;
        u32 percent = of->window / 100 * 30;
        of->under_window = of->flight < percent ? of->under_window + 1 : 0;
        of->full_window = of->flight == of->window ? of->full_window + 1 : 0;
    } else if (of->duplicates == 3) {
        of->congestion = of->last_flight ? of->flight / of->last_flight * of->congestion : of->congestion / 2;
    } else if (of->duplicates == 1) {
        of->congestion = of->mss;
    }
}

/* Watches connections; always 0. */
u64 dapper(const u8 *packet, u64 length)
{
    struct tuple key;
    if (length < TCP_HEADERS)
        return 0;
    normalise(packet, &key);
    struct diagnosis *known = ubpf_map_lookup(&diagnoses, &key);
    if (!known) {
        struct diagnosis fresh = {0};
        fresh.sender = word(packet, 30);
        fresh.mss = 14660;
        ubpf_map_update(&diagnoses, &key, &fresh);
        return 0;
    }
    if ((packet[47] & (FIN | ACK)) == (FIN | ACK)) {
        ubpf_map_delete(&diagnoses, &key);
        return 0;
    }
    if (known->sender == word(packet, 30))
        acknowledged(known, packet);
    else
        sent(known, packet);
    return 0;
}

struct bucket {
    u64 time;
    u64 count;
};

struct ubpf_map_def buckets = {HASH, sizeof(u32), sizeof(struct bucket), 1000, 0};

/* A token bucket for each source; 1 to drop. What is tested is the count before it was refilled. */
static __attribute__((always_inline)) inline u64 limit(const u8 *packet)
{
    u32 source = word(packet, 26);
    u64 now = ubpf_time_get_ns();
    struct bucket *known = ubpf_map_lookup(&buckets, &source);
    if (!known) {
        struct bucket fresh = {now, 9999};
        ubpf_map_update(&buckets, &source, &fresh);
        return 0;
    }
    u64 count = known->count, passed = now - known->time;
    if (passed > 10000000) {
        u64 refilled = count + 10000 * passed / 1000000000;
        known->count = refilled > 10000 ? 10000 : refilled;
        known->time = now;
    }
    if (count < 1)
        return 1;
    known->count--;
    return 0;
}

u64 rate_limiter(const u8 *packet, u64 length)
{
    return length < IP_HEADERS ? 0 : limit(packet);
}

u64 rate_limiter_reversed(const u8 *packet, u64 length)
{
    return length > IP_HEADERS ? 0 : limit(packet);
}

struct ubpf_map_def rules = {HASH, sizeof(u32), sizeof(u32), 1000, 0};

/* 0 to drop what goes to an address that a rule says so of. */
static __attribute__((always_inline)) inline u64 decide(const u8 *packet)
{
    u32 destination = (u32)packet[30] << 24 | (u32)packet[31] << 16 | (u32)packet[32] << 8 | packet[33];
    u32 *action = ubpf_map_lookup(&rules, &destination);
    return !action || *action != 1;
}

u64 stateless_firewall(const u8 *packet, u64 length)
{
    return length < IP_HEADERS ? 1 : decide(packet);
}

u64 stateless_firewall_reversed(const u8 *packet, u64 length)
{
    return length > IP_HEADERS ? 1 : decide(packet);
}
