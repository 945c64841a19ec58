/* Reads the protocol byte of the IPv4 header of any frame, however short it is: must be refused. */
#include <stdint.h>

uint64_t entry(const uint8_t *packet, uint64_t length)
{
    (void)length;
    return packet[23] == 6;
}
