/*
 * Who may write to a packet buffer, when a switch lends buffers to a processor that can die at any step.
 *
 * One switch thread, one processor, rings of CAPACITY descriptors, BUFFERS buffers, PACKETS packets. The processor is
 * killed up to KILLS times, each time after any of its steps, and attaches again up to RESTARTS times. It may also be
 * stopped for any time: nothing here says how long a step takes. Every statement that reads or writes a shared word is
 * a step of its own; what a process keeps in private memory changes together with the step before.
 *
 * With LIAR the processor is another one: it writes what it likes into all words of the rings.
 *
 * The invariants are those of docs/model/README.md: I4 and I8 are assertions, I1, I5 and I7 formulas at the end.
 * Seeded faults, each of which must be found: NO_GENERATION (with LIAR), RECLAIM_ON_SILENCE, NO_FENCE, NO_RECHECK,
 * NO_DRAIN.
 */

#define CAPACITY 2
#define BUFFERS  3
#define QUOTA    3
#ifndef PACKETS
#define PACKETS  3
#endif
#ifndef KILLS
#define KILLS    1
#endif
#ifndef RESTARTS
#define RESTARTS 1
#endif
#define LIES     2
#define NAPS     1          /* sleeps that end by a packet or a command */

#define FREE 0
#define LENT 1

#define ABSENT   0
#define ATTACHED 1
#define SILENT   2
#define CUT_OFF  3

#define NONE 255

/* ---- shared memory: all words can be written by both; an honest process writes its own ---- */

typedef Ring {
    byte tail;              /* producer */
    byte head;              /* consumer */
    bool asleep;            /* consumer: its count of sleeps is odd, it sleeps or is about to */
    bool woken;             /* producer, private: the count is the one that it has signalled for */
    byte buffer[CAPACITY];  /* producer: first word of each descriptor */
    byte generation[CAPACITY]
}

Ring work;                  /* switch to processor */
Ring verdicts;              /* processor to switch */

/* ---- the kernel ---- */

bool processorCounter;      /* eventfd that the processor sleeps on */
bool switchCounter;         /* eventfd that the switch sleeps on */
bool alive;                 /* false: the pidfd is readable */
bool killed;                /* SIGKILL is on its way */
byte kills;

/* ---- private to the switch ---- */

byte owner[BUFFERS];        /* FREE: on the free list */
byte generation[BUFFERS];
byte packet[BUFFERS];       /* which packet is in the buffer */
byte state = ABSENT;
byte lent;
byte injected;
byte restarts;

/* ---- what only the checks know ---- */

bool mayWrite[BUFFERS];     /* the processor has the descriptor, or finds it in its ring */
bool published[BUFFERS];    /* the processor has returned it, and will not write to it */
byte left[PACKETS];         /* how often a packet has left the switch */

/*
 * Store of a tail, full fence, load of the consumer's word. Without the fence the store may wait in the processor
 * core while the load is done: that is the other order.
 */
#define STORE_WORK    work.tail = tail
#define STORE_VERDICT d_step { verdicts.tail = tail; published[b] = true; mayWrite[b] = false }
#define LOOK(ring)    d_step { wake = ring.asleep && !ring.woken; ring.woken = ring.woken || wake }

#ifdef NO_FENCE
#define PUBLISH(store, ring) \
    if \
    :: store; LOOK(ring) \
    :: LOOK(ring); store \
    fi
#else
#define PUBLISH(store, ring) \
    store; \
    LOOK(ring)
#endif

/* The consumer's count of sleeps grows by one; it is another one than the producer has signalled for. */
#define FALL_ASLEEP(ring) d_step { ring.asleep = true; ring.woken = false }
#define AWAKE(ring)       d_step { ring.asleep = false; ring.woken = false }

/* ---- the switch ---- */

/* Takes one descriptor back if there is one; each word is read once. */
inline takeBack() {
    seen = verdicts.tail;
    if
    :: seen < head || seen > head + CAPACITY ->
        state = (alive -> CUT_OFF : state);     /* no honest producer writes that */
        nothing = true
    :: seen == head ->
        nothing = true
    :: else ->
        b = verdicts.buffer[head % CAPACITY];
        g = verdicts.generation[head % CAPACITY];
        if
#ifdef NO_GENERATION
        :: b < BUFFERS && owner[b % BUFFERS] == LENT ->
#else
        :: b < BUFFERS && owner[b % BUFFERS] == LENT && generation[b % BUFFERS] == g ->
#endif
            d_step {
                assert(generation[b] == g);     /* I4: this very loan, which has not ended before */
                left[packet[b]]++;
                assert(left[packet[b]] == 1);   /* I8 */
                mayWrite[b] = false;
                owner[b] = FREE;
                packet[b] = NONE;
                published[b] = false;
                lent--
            }
        :: else -> skip                         /* a claim that does not hold: counted, nothing changes */
        fi;
        d_step { head++; verdicts.head = head; b = 0; g = 0 }
    fi;
    seen = 0
}

/* Everything that is still lent comes back; the packets in it are lost. */
inline reclaim() {
    d_step {
        b = 0;
        do
        :: b < BUFFERS ->
            if
            :: owner[b] == LENT ->
                assert(alive || !published[b]); /* I9: what a dead processor had returned is not lost */
                owner[b] = FREE;
                packet[b] = NONE;
                published[b] = false;
                lent--
            :: else
            fi;
            b++
        :: else -> break
        od;
        b = 0;
        assert(lent == 0)
    }
}

/* Lends a buffer with the next packet. */
inline lend() {
    seen = work.head;
    if
    :: seen < knownHead || seen > tail ->
        state = CUT_OFF                         /* no honest consumer writes that */
    :: else ->
        knownHead = seen;
        if
        :: tail - knownHead < CAPACITY ->
            d_step {
                b = 0;
                do
                :: owner[b] == FREE -> break
                :: else -> b++
                od;
                owner[b] = LENT;
                generation[b]++;
                packet[b] = injected;
                injected++;
                lent++;
                mayWrite[b] = alive
            };
            d_step {                            /* nobody reads there before the tail has moved */
                work.buffer[tail % CAPACITY] = b;
                work.generation[tail % CAPACITY] = generation[b];
                tail++
            };
            PUBLISH(STORE_WORK, work);
            if
            :: wake -> processorCounter = true
            :: else
            fi;
            d_step { b = 0; wake = false }
        :: else -> injected++                   /* the ring is full: the packet is dropped and counted */
        fi
    fi;
    seen = 0
}

#define HAS_PACKET (state == ATTACHED && injected < PACKETS && lent < QUOTA)
#define CAN_WORK   (HAS_PACKET || state == SILENT)

active proctype Switch() {
    byte head, tail, knownHead, seen, b, g, silences, naps;
    bool nothing, wake;

end_over:
    do
    :: state == ABSENT && restarts <= RESTARTS ->
        d_step {                                /* rings made anew at every attachment */
            restarts++;
            work.tail = 0; work.head = 0; work.asleep = false; work.woken = false;
            verdicts.tail = 0; verdicts.head = 0; verdicts.asleep = false; verdicts.woken = false;
            processorCounter = false; switchCounter = false;
            head = 0; tail = 0; knownHead = 0;
            killed = false; alive = true;
            state = ATTACHED
        };
#ifdef LIAR
        run Liar()
#else
        run Processor()
#endif
    :: HAS_PACKET -> lend()
    :: state == ATTACHED && silences < 1 ->     /* no sign of life for a second: proves nothing */
        silences++;
        state = SILENT
#ifdef RECLAIM_ON_SILENCE
        ;
        reclaim()
#endif
    :: state == SILENT -> state = ATTACHED
    :: state != ABSENT && alive && (verdicts.tail != head || !CAN_WORK || naps < NAPS) ->
        nothing = false;
        if
        :: state == CUT_OFF -> nothing = true
        :: else -> takeBack()
        fi;
        if
        :: !nothing || (CAN_WORK && naps == NAPS)
        :: else ->
            FALL_ASLEEP(verdicts);
            if
#ifndef NO_RECHECK
            :: state != CUT_OFF && verdicts.tail != head
#endif
            :: else ->
                /* poll(): its counter, a packet at a port, a command: silence is over, the processor is dead */
end_asleep:
                if
                :: switchCounter -> switchCounter = false   /* two steps: what is raised in between is cleared too */
                :: CAN_WORK -> naps++
                :: !alive
                fi
            fi;
            AWAKE(verdicts)
        fi
    :: state != ABSENT && !alive ->             /* dead for certain */
#ifndef NO_DRAIN
        nothing = (state == CUT_OFF);
        do
        :: !nothing -> takeBack()
        :: else -> break
        od;
#endif
        reclaim();
        state = ABSENT
    od
}

/* ---- the processor ---- */

inline die() {
    d_step {
        alive = false;
        mayWrite[0] = false; mayWrite[1] = false; mayWrite[2] = false
    }
}

proctype Processor() {
    byte head, tail, seen, b, g;
    bool wake;

    {
        do
        :: seen = work.tail;
            if
            :: seen != head ->
                tail - verdicts.head < CAPACITY;    /* it takes no more than it can give back, and waits for room */
                d_step {                        /* nobody writes there before the head has moved */
                    seen = 0;
                    b = work.buffer[head % CAPACITY];
                    g = work.generation[head % CAPACITY];
                    head++
                };
                work.head = head;
                assert(owner[b] == LENT && generation[b] == g); /* I5 where it matters: it writes to the packet here */
                d_step {                        /* nobody reads there before the tail has moved */
                    verdicts.buffer[tail % CAPACITY] = b;
                    verdicts.generation[tail % CAPACITY] = g;
                    tail++
                };
                PUBLISH(STORE_VERDICT, verdicts);
                if
                :: wake -> switchCounter = true
                :: else
                fi;
                d_step { b = 0; g = 0; wake = false }
            :: else ->
                seen = 0;
                FALL_ASLEEP(work);
                if
#ifndef NO_RECHECK
                :: work.tail != head
#endif
                :: else ->
end_asleep:
                    processorCounter;
                    processorCounter = false
                fi;
                AWAKE(work)
            fi
        od
    } unless { killed };
    die()
}

/* Whatever a process can do that has the rings mapped. Its packets it may write to at any time: see README.md. */
proctype Liar() {
    byte lies, b, g;

    {
        do
        :: lies < LIES ->
            lies++;
            if
            :: atomic { select(b : 0 .. BUFFERS); select(g : 1 .. PACKETS) };   /* BUFFERS: there is none such */
               verdicts.buffer[verdicts.tail % CAPACITY] = b;
               verdicts.generation[verdicts.tail % CAPACITY] = g;
               verdicts.tail++;
               d_step { b = 0; g = 0 }
            :: atomic { select(b : 0 .. BUFFERS) };
               verdicts.buffer[0] = b;          /* perhaps after it was published */
               b = 0
            :: verdicts.tail++                  /* again what is in the slot */
            :: verdicts.tail = verdicts.tail + 1 + CAPACITY
            :: verdicts.tail--
            :: work.head++
            :: work.head--
            :: FALL_ASLEEP(work)
            :: verdicts.head++                  /* the switch's words */
            :: AWAKE(verdicts)
            :: work.tail++
            :: switchCounter = true
            fi
        :: lies == LIES -> killed               /* then it holds on to what it has */
        od
    } unless { killed };
    die()
}

/* Kills at any time, or never. */
active proctype Killer() {
    do
    :: d_step { alive && !killed && kills < KILLS -> killed = true; kills++ }
    :: break
    od
}

/* ---- invariants ---- */

#define IN_ONE_PLACE(b) \
    ((owner[b] == FREE && !mayWrite[b] && !published[b]) || \
     (owner[b] == LENT && (mayWrite[b] != published[b] || !alive)))

#define SAFE_IF_FREE(b) (owner[b] == LENT || !mayWrite[b])

#define PROCESSOR_HAS_WORK (alive && work.tail != work.head)
#define SWITCH_HAS_WORK    (alive && state != CUT_OFF && verdicts.tail != verdicts.head)

ltl i1 { [] (IN_ONE_PLACE(0) && IN_ONE_PLACE(1) && IN_ONE_PLACE(2)) }
ltl i5 { [] (SAFE_IF_FREE(0) && SAFE_IF_FREE(1) && SAFE_IF_FREE(2)) }
ltl i7 { [] ((PROCESSOR_HAS_WORK -> <> !PROCESSOR_HAS_WORK) && (SWITCH_HAS_WORK -> <> !SWITCH_HAS_WORK)) }
