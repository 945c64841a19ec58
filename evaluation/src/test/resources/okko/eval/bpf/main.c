/* SPDX-License-Identifier: Apache-2.0 */
/* An object for the conformance plugin: the sum of a memory's bytes, by a function of its own. Rebuild here:
 * clang -target bpf -mcpu=v3 -O2 -ffreestanding -nostdinc -fdebug-compilation-dir=. -c main.c -o main.o */
typedef unsigned char uint8_t;
typedef unsigned long long uint64_t;

static __attribute__((noinline)) uint64_t sum(const uint8_t *memory, uint64_t length)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < length; i++)
        sum += memory[i];
    return sum;
}

uint64_t main(const uint8_t *memory, uint64_t length)
{
    return sum(memory, length);
}
