/* The least program: is the first byte of the frame 0x45? */
#include "oko.h"

u64 entry(const u8 *packet, u64 length)
{
    return length >= 1 && packet[0] == 0x45;
}
