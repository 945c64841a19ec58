/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the five timed programs share. Each is one source with one function
 *
 *     uint64_t entry(const uint8_t *frame, uint64_t length);
 *
 * that clang compiles to BPF (ABI "oko") and gcc to machine code: the same work on the same frames, so that the two
 * times can be compared. "okko bpf compare" does that.
 */
#ifndef BENCH_H
#define BENCH_H

#ifdef __bpf__
#include "../okko.h"
#define KEEP_LOOP _Pragma("clang loop unroll(disable)")
#else
#include "native/native.h"
#define KEEP_LOOP
#endif

#define ETHERNET_BYTES 14
#define ETHERNET_TYPE 12
#define VLAN_TAG_BYTES 4
#define TYPE_IPV4 HOST16(0x0800)
#define TYPE_VLAN HOST16(0x8100)

/* Offsets in the IPv4 header. */
#define IP_MIN_BYTES 20
#define IP_FRAGMENT 6
#define IP_TIME_TO_LIVE 8
#define IP_PROTOCOL 9
#define IP_SOURCE 12
#define IP_DESTINATION 16
#define IP_DONT_FRAGMENT HOST16(0x4000)
#define IP_FRAGMENTED HOST16(0x3fff)
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17

/* Offsets in the TCP header; the ports are in the same place for UDP. */
#define TCP_MIN_BYTES 20
#define TCP_DATA_OFFSET 12
#define TCP_FLAGS 13
#define TCP_WINDOW 14
#define TCP_SYN 0x02
#define PORTS_BYTES 4

/* Fields stay in network order unless a sum is made of them; frames have no alignment. */
INLINE uint32_t u16_at(const uint8_t *at)
{
    return *(const uint16_t *) at;
}

INLINE uint32_t u32_at(const uint8_t *at)
{
    return *(const uint32_t *) at;
}

#endif
