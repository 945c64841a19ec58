/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An action, for actions=prog:N: it says where IPv4 packets go.
 *
 *     UDP to port 53          leaves by port 3
 *     time to live of 1       goes to the controllers
 *     other UDP               goes on, with its destination port as metadata, for rules of later tables
 *     anything else           is dropped
 *
 * It marks what goes on as expedited (DSCP 46), and keeps the header checksum right.
 */
#include "../../evaluation/src/main/bpf/okko.h"

#define PASS_ON 1
#define DROP 0

static void (*const set_metadata)(uint64_t value) = (void *) 65;
static void (*const output)(uint32_t port) = (void *) 66;
static void (*const to_controller)(void) = (void *) 67;

struct udp_packet {
    uint8_t ethernet_addresses[12];
    uint16_t type;
    uint8_t version_and_length;
    uint8_t type_of_service;
    uint8_t before_time_to_live[6];
    uint8_t time_to_live;
    uint8_t protocol;
    uint16_t checksum;
    uint8_t ipv4_addresses[8];
    uint16_t source_port;
    uint16_t destination_port;
} __attribute__((packed));

#define EXPEDITED (46 << 2)

/* RFC 1624: the checksum after a 16-bit word has changed, all in network order. */
INLINE uint16_t repaired(uint16_t checksum, uint16_t before, uint16_t after) {
    uint32_t sum = (uint16_t) ~checksum + (uint16_t) ~before + after;
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return ~sum;
}

uint64_t steer(struct udp_packet *packet, uint64_t length) {
    if (length < sizeof(*packet) || packet->type != HOST16(0x0800) || packet->version_and_length != 0x45) {
        return DROP;
    }
    if (packet->time_to_live == 1) {
        to_controller();
        return PASS_ON;
    }
    if (packet->protocol != 17) {
        return DROP;
    }
    uint16_t port = HOST16(packet->destination_port);
    if (port == 53) {
        output(3);
        return PASS_ON;
    }
    uint8_t before = packet->type_of_service;
    packet->type_of_service = EXPEDITED;
    packet->checksum = repaired(packet->checksum, before << 8, EXPEDITED << 8);
    set_metadata(port);
    return PASS_ON;
}
