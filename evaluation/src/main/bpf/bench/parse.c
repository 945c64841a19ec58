/* SPDX-License-Identifier: Apache-2.0 */
/* Header parse: Ethernet, at most one VLAN tag, IPv4 with options, TCP or UDP; folds addresses, ports and protocol. */
#include "bench.h"

#define FOLD(sum, field) ((sum) * 31 + (field))

uint64_t entry(const uint8_t *frame, uint64_t length)
{
    if (length < ETHERNET_BYTES)
        return 0;
    uint64_t offset = ETHERNET_BYTES;
    uint32_t type = u16_at(frame + ETHERNET_TYPE);
    if (type == TYPE_VLAN) {
        if (length < ETHERNET_BYTES + VLAN_TAG_BYTES)
            return 0;
        type = u16_at(frame + ETHERNET_TYPE + VLAN_TAG_BYTES);
        offset += VLAN_TAG_BYTES;
    }
    if (type != TYPE_IPV4 || offset + IP_MIN_BYTES > length)
        return 0;

    const uint8_t *ip = frame + offset;
    uint64_t ip_bytes = (ip[0] & 0x0f) * 4;
    uint32_t protocol = ip[IP_PROTOCOL];
    if (ip[0] >> 4 != 4 || ip_bytes < IP_MIN_BYTES || (u16_at(ip + IP_FRAGMENT) & IP_FRAGMENTED) != 0)
        return 0;
    if (protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP)
        return 0;
    offset += ip_bytes;
    if (offset + PORTS_BYTES > length)
        return 0;

    uint64_t tuple = FOLD((uint64_t) u32_at(ip + IP_SOURCE), u32_at(ip + IP_DESTINATION));
    return FOLD(FOLD(tuple, u32_at(frame + offset)), protocol);
}
