/*
 * The rings of docs/layouts.md in C: what Okko's own are timed beside. One process per end; each maps the same file,
 *
 *      0  ring 1: tail at 0, head at 128, sleeps at 256, slots of 16 bytes at 384
 *      R  ring 2, of the same size (round trip only)
 *   BASE  buffers of STRIDE bytes
 *
 * and does a round when it reads its number of descriptors from standard input. It answers with the nanoseconds that
 * the round took, the fold of what it read and, as the other ends do, the bytes that it allocated.
 *
 *   ring producer|consumer|origin|echo FILE CAPACITY
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 128, SLOTS = 384, BATCH = 32, WINDOW = 1024, BUFFERS = 2048, STRIDE = 2240, TOUCHED = 64 };

struct ring {
    char *base;
    uint64_t mask;
    uint64_t tail, head;             /* own position */
    uint64_t known_head, known_tail; /* the other's, as last seen */
};

static void relax(void) { __builtin_ia32_pause(); }

static uint64_t *slot(struct ring *r, uint64_t position) {
    return (uint64_t *)(r->base + SLOTS + ((position & r->mask) << 4));
}

static uint64_t room(struct ring *r, uint64_t wanted) {
    uint64_t room = r->mask + 1 - (r->tail - r->known_head);
    if (room < wanted) {
        r->known_head = __atomic_load_n((uint64_t *)(r->base + HEAD), __ATOMIC_ACQUIRE);
        room = r->mask + 1 - (r->tail - r->known_head);
    }
    return room < wanted ? room : wanted;
}

static uint64_t ready(struct ring *r, uint64_t wanted) {
    if (r->known_tail == r->head)
        r->known_tail = __atomic_load_n((uint64_t *)r->base, __ATOMIC_ACQUIRE);
    uint64_t ready = r->known_tail - r->head;
    return ready < wanted ? ready : wanted;
}

static void publish(struct ring *r) { __atomic_store_n((uint64_t *)r->base, r->tail, __ATOMIC_RELEASE); }
static void release(struct ring *r, uint64_t count) {
    r->head += count;
    __atomic_store_n((uint64_t *)(r->base + HEAD), r->head, __ATOMIC_RELEASE);
}

static uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static uint64_t produce(struct ring *r, uint64_t count) {
    uint64_t sent = 0;
    while (sent < count) {
        uint64_t n = room(r, count - sent < BATCH ? count - sent : BATCH);
        if (n == 0) {
            relax();
            continue;
        }
        for (uint64_t i = 0; i < n; i++) {
            uint64_t *s = slot(r, r->tail++);
            s[0] = sent + i;
            s[1] = ~(sent + i);
        }
        publish(r);
        sent += n;
    }
    return 0;
}

static uint64_t consume(struct ring *r, uint64_t count, uint64_t *began) {
    uint64_t taken = 0, sum = 0;
    while (taken < count) {
        uint64_t n = ready(r, BATCH);
        if (n == 0) {
            relax();
            continue;
        }
        if (taken == 0)
            *began = now();
        for (uint64_t i = 0; i < n; i++) {
            volatile uint64_t *s = slot(r, r->head + i);
            sum = sum * 31 + s[0] + (s[1] >> 1);
        }
        release(r, n);
        taken += n;
    }
    return sum;
}

/*
 * The switch's side: lends buffers under a new generation, believes what comes back only if its table confirms it. The
 * table holds what PacketPool's does: references, borrower, generation, whether lent empty, loans by borrower.
 */
static uint64_t lend(struct ring *out, struct ring *in, uint64_t count) {
    static int32_t free_list[BUFFERS], borrower[BUFFERS], references[BUFFERS], lent_to[64], empty_lent_to[64];
    static uint32_t generation[BUFFERS];
    static uint8_t lent_empty[BUFFERS];
    uint64_t lent = 0, back = 0, sum = 0;
    static volatile int attachment; /* 0, though the compiler does not know */
    int free_count = 0, me = attachment;
    for (int i = 0; i < BUFFERS; i++) {
        free_list[free_count++] = BUFFERS - 1 - i;
        borrower[i] = -1;
    }
    while (back < count) {
        uint64_t wanted = count - lent;
        if (wanted > BATCH)
            wanted = BATCH;
        if (wanted > WINDOW - (lent - back))
            wanted = WINDOW - (lent - back);
        uint64_t n = wanted ? room(out, wanted) : 0;
        for (uint64_t i = 0; i < n; i++) {
            int32_t b = free_list[--free_count];
            references[b] = 1;
            if (references[b] == 0 || borrower[b] != -1)
                exit(1);
            lent_to[me]++;
            borrower[b] = me;
            uint64_t *s = slot(out, out->tail++);
            s[0] = (uint32_t)b | (uint64_t)60 << 32 | (uint64_t)128 << 48;
            s[1] = ++generation[b];
        }
        if (n)
            publish(out);
        lent += n;
        uint64_t m = ready(in, BATCH);
        for (uint64_t i = 0; i < m; i++) {
            volatile uint64_t *s = slot(in, in->head + i);
            uint64_t w0 = s[0], w1 = s[1];
            uint32_t b = (uint32_t)w0;
            uint32_t length = w0 >> 32 & 0xffff, offset = w0 >> 48;
            if (b >= BUFFERS || offset > 2176 || length > 2176 - offset || borrower[b] != me
                || generation[b] != (uint32_t)w1) {
                fprintf(stderr, "ring: descriptor %lx %lx does not hold\n", w0, w1);
                exit(1);
            }
            borrower[b] = -1;
            lent_to[me]--;
            if (lent_empty[b]) {
                lent_empty[b] = 0;
                empty_lent_to[me]--;
            }
            if (references[b] <= (borrower[b] == -1 ? 0 : 1))
                exit(1);
            if (--references[b] == 0)
                free_list[free_count++] = b;
            sum += w1 >> 32 & 0xff;
        }
        if (m)
            release(in, m);
        else if (!n)
            relax();
        back += m;
    }
    return sum;
}

/* The processor's side: looks at the first 64 bytes of each packet and writes 8 of them. */
static uint64_t echo(struct ring *in, struct ring *out, char *buffers, uint64_t count) {
    uint64_t done = 0;
    while (done < count) {
        uint64_t n = ready(in, BATCH);
        if (n)
            n = room(out, n);
        if (n == 0) {
            relax();
            continue;
        }
        for (uint64_t i = 0; i < n; i++) {
            volatile uint64_t *s = slot(in, in->head + i);
            uint64_t w0 = s[0], w1 = s[1];
            uint64_t *frame = (uint64_t *)(buffers + (uint64_t)(uint32_t)w0 * STRIDE + 64 + (w0 >> 48));
            uint64_t sum = 0;
            for (int k = 0; k < TOUCHED / 8; k++)
                sum += frame[k];
            frame[1] = sum;
            uint64_t *t = slot(out, out->tail++);
            t[0] = w0;
            t[1] = (uint32_t)w1 | 1ull << 32;
        }
        release(in, n);
        publish(out);
        done += n;
    }
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 4)
        return 2;
    uint64_t capacity = strtoull(argv[3], 0, 10), count;
    uint64_t ring_bytes = SLOTS + 16 * capacity, base = (2 * ring_bytes + 4095) & ~4095ull;
    int file = open(argv[2], O_RDWR);
    struct stat size;
    if (file < 0 || fstat(file, &size) < 0 || (uint64_t)size.st_size < base + BUFFERS * (uint64_t)STRIDE)
        return 1;
    char *memory = mmap(0, size.st_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file, 0);
    if (memory == MAP_FAILED)
        return 1;
    struct ring first = {.base = memory, .mask = capacity - 1}, second = first;
    second.base += ring_bytes;
    while (scanf("%lu", &count) == 1) {
        uint64_t began = now(), sum;
        if (!strcmp(argv[1], "producer"))
            sum = produce(&first, count);
        else if (!strcmp(argv[1], "consumer"))
            sum = consume(&first, count, &began);
        else if (!strcmp(argv[1], "origin"))
            sum = lend(&first, &second, count);
        else
            sum = echo(&first, &second, memory + base, count);
        printf("%lu %lx 0\n", now() - began, sum);
        fflush(stdout);
    }
    return 0;
}
