package okko.bpf.verify;

import okko.bpf.isa.Condition;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;
import okko.bpf.verify.Relation.Form;
import okko.bpf.verify.Trail.Decision;
import okko.bpf.verify.Trail.Way;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullable;
import okko.bpf.verify.Value.PacketPointer;
import okko.bpf.verify.Value.RingRecord;

/** What a conditional jump teaches on each of its two ways: the only instruction that adds knowledge. */
final class BranchEffect {

    private final Branch branch;
    private final State state;
    private final int pc;

    private BranchEffect(Branch branch, State state, int pc) {
        this.branch = branch;
        this.state = state;
        this.pc = pc;
    }

    /**
     * The states on both ways.
     *
     * @param taken       if the condition holds; {@code null} if it never does
     * @param fallThrough if it does not hold; {@code null} if it always does
     */
    record Ways(State taken, State fallThrough) {

        /** The same, each on its trail if there are two. */
        Ways decidedAt(int pc) {
            return taken == null || fallThrough == null
                    ? this
                    : new Ways(
                            taken.with(taken.trail().then(new Decision.Branch(pc, Way.TAKEN))),
                            fallThrough.with(fallThrough.trail().then(new Decision.Branch(pc, Way.NOT_TAKEN))));
        }
    }

    static Ways of(Branch branch, State state, Site site) {
        State named = branch.right() instanceof Reg
                ? Effect.named(Effect.named(state, branch.left(), site.ofOperand()), branch.right(), site.ofResult())
                : state;
        return new BranchEffect(branch, named, site.pc()).ways().decidedAt(site.pc());
    }

    private Ways ways() {
        Value left = state.value(branch.left());
        Value right = PointerArithmetic.operand(branch.right(), state);
        if (left instanceof Scalar one && right instanceof Scalar two) {
            return new Ways(
                    where(branch.condition(), one, two,
                            Refinement.where(branch.condition(), branch.width(), one, two)),
                    where(negated(), one, two, Refinement.whereNot(branch.condition(), branch.width(), one, two)));
        }
        PacketPointer a = PointerArithmetic.address(left, branch.width());
        PacketPointer b = PointerArithmetic.address(right, branch.width());
        if (a != null && b != null) {
            return new Ways(where(branch.condition(), a, b), where(negated(), a, b));
        }
        boolean equality = branch.condition() == Condition.EQ || branch.condition() == Condition.NE;
        if (!equality || branch.width() == Width.W32 || !isNullTest(left, right)) {
            return new Ways(state, state);
        }
        Value pointer = left.isPointer() ? left : right;
        State isNull = pointer instanceof Nullable value && value.isMaybeNull() ? isNull(state, value) : null;
        State isNotNull = pointer instanceof Nullable value ? notNull(state, value) : state;
        return branch.condition() == Condition.EQ ? new Ways(isNull, isNotNull) : new Ways(isNotNull, isNull);
    }

    /** The state once what a helper returned, and its copies, were seen to be null: there is nothing to give back. */
    private static State isNull(State state, Nullable value) {
        return switch (value) {
            case RingRecord record -> state.without(record, Scalar.ZERO);
            case MapValue _ -> state.mapValues(each ->
                    each instanceof Nullable other && other.isCopyOf(value) ? Scalar.ZERO : each);
        };
    }

    /** The state once what a helper returned, and its copies, were seen not to be null. */
    static State notNull(State state, Nullable value) {
        return state.mapValues(each ->
                each instanceof Nullable other && other.isCopyOf(value) ? other.notNull() : each);
    }

    /** The state in which no pointer exceeds what the facts about its terms say. */
    static State withinPacket(State state) {
        return state.mapValues(each -> {
            long most = each instanceof PacketPointer pointer ? state.facts().greatest(pointer.sum()) : Long.MAX_VALUE;
            return each instanceof PacketPointer(Sum sum, long min, long max, Residue residue)
                            && most < max && most >= min
                    ? new PacketPointer(sum, min, most, residue)
                    : each;
        });
    }

    private static boolean isNullTest(Value left, Value right) {
        return left.isPointer() && right instanceof Scalar b && b.isConstant(0)
                || right.isPointer() && left instanceof Scalar a && a.isConstant(0);
    }

    /** {@code null} where the condition is a test of bits, which has no negation among the conditions. */
    private Condition negated() {
        return branch.condition() == Condition.SET ? null : Refinement.negation(branch.condition());
    }

    /** Two numbers that differ, the one being known not to be more than the other, are in that order. */
    private State where(Condition condition, Scalar left, Scalar right, Refinement refinement) {
        if (condition == Condition.NE && refinement != null && isAtMost(left.sum(), right.sum())) {
            return where(condition, Refinement.where(Condition.SLT, Width.W64, refinement.left(), refinement.right()));
        }
        if (condition == Condition.NE && refinement != null && isAtMost(right.sum(), left.sum())) {
            return where(condition, Refinement.where(Condition.SGT, Width.W64, refinement.left(), refinement.right()));
        }
        return where(condition, refinement);
    }

    private State where(Condition condition, Refinement refinement) {
        if (refinement == null) {
            return null;
        }
        Scalar before = state.scalar(branch.left());
        State refined = refined(state, branch.left(), before, refinement.left());
        if (branch.right() instanceof Reg register && !register.equals(branch.left())) {
            refined = refined(refined, register, state.scalar(register), refinement.right());
        }
        State related = condition == null
                ? refined
                : refined.with(related(condition, refinement, refined.facts()));
        return withBounds(related);
    }

    /** What the least values of numbers say through facts about sums of them. */
    private State withBounds(State changed) {
        if (changed == state || changed == null) {
            return changed;
        }
        PacketFacts facts = changed.facts();
        for (Value value : changed.registers()) {
            if (value instanceof Scalar(Bounds bounds, _, _, Relation(Sum sum, Form form))
                    && form == Form.EXACT
                    && sum.isPositive()) {
                facts = facts.withLeast(sum, bounds.smin(), pc);
            }
        }
        State known = changed.with(facts);
        return facts.isAlmostFull() ? NamesInUse.withoutIdleFacts(known) : known;
    }

    private State where(Condition condition, PacketPointer left, PacketPointer right) {
        Sum distance = left.sum().minus(right.sum());
        boolean isKnown = condition != null && distance != null && distance.isConstant();
        if (isKnown && !isPossible(condition, Long.signum(distance.addend()))) {
            return null;
        }
        if (condition == null) {
            return state;
        }
        PacketFacts facts = learning(state.facts(), condition, left.sum(), right.sum(), Gaps.ONE);
        return switch (condition) {
            case LT -> withBounds(ordered(leastAlso(facts, condition, left, right), left, right, 1));
            case LE -> withBounds(ordered(leastAlso(facts, condition, left, right), left, right, 0));
            case GT -> withBounds(ordered(leastAlso(facts, swapped(condition), right, left), right, left, 1));
            case GE -> withBounds(ordered(leastAlso(facts, swapped(condition), right, left), right, left, 0));
            case EQ -> withBounds(state.with(
                    leastAlso(leastAlso(facts, Condition.LE, left, right), Condition.LE, right, left)));
            case NE -> withBounds(isAtMost(left.sum(), right.sum())
                    ? ordered(facts, left, right, 1)
                    : isAtMost(right.sum(), left.sum()) ? ordered(facts, right, left, 1) : state.with(facts));
            case SET, SGT, SGE, SLT, SLE -> withBounds(state.with(facts));
        };
    }

    private boolean isAtMost(Sum less, Sum more) {
        return less != null && more != null && state.facts().notNegative(more.minus(less));
    }

    /** The state in which {@code low + gap <= high}, and so with all that is made of the same terms. */
    private State ordered(PacketFacts facts, PacketPointer low, PacketPointer high, int gap) {
        long most = Math.min(low.max(), high.max() - gap);
        long least = Math.max(high.min(), low.min() + gap);
        if (most < low.min() || least > high.max()) {
            return null;
        }
        Scalar below = Scalar.betweenSigned(low.min(), most);
        Scalar above = Scalar.betweenSigned(least, high.max());
        return state.with(facts).mapValues(each -> shared(shared(each, low.sum(), below), high.sum(), above));
    }

    /** Whether two addresses whose distance has a known sign may compare so; no packet lies around address 0. */
    private static boolean isPossible(Condition condition, int sign) {
        return switch (condition) {
            case EQ -> sign == 0;
            case NE -> sign != 0;
            case LT -> sign < 0;
            case LE -> sign <= 0;
            case GT -> sign > 0;
            case GE -> sign >= 0;
            case SET, SGT, SGE, SLT, SLE -> true;
        };
    }

    /** What lies above a pointer also lies above the least place where that may point to. */
    private PacketFacts leastAlso(PacketFacts facts, Condition below, PacketPointer low, PacketPointer high) {
        return learning(facts, below, Sum.constant(low.min()), high.sum(), Gaps.ONE);
    }

    /** A register's number, sharpened, and with it all that is made of the same terms. */
    private State refined(State from, Reg register, Scalar before, Scalar now) {
        if (now.equals(before)) {
            return from;
        }
        State state = from.with(register, now);
        Relation relation = now.relation();
        if (relation == null) {
            return state;
        }
        if (relation.form() != Form.EXACT) {
            return state.mapValues(each ->
                    each instanceof Scalar other && relation.equals(other.relation()) ? sharpened(other, now) : each);
        }
        Sum sum = relation.sum();
        State shared = state.mapValues(each -> shared(each, sum, now));
        PacketFacts facts = now.smin() == Long.MIN_VALUE
                ? state.facts()
                : state.facts().learning(sum.plus(-now.smin()), pc);
        Sum greatest = Sum.constant(now.smax());
        return shared.with(greatest == null ? facts : facts.learning(greatest.minus(sum), pc));
    }

    private static Value shared(Value each, Sum sum, Scalar now) {
        if (each instanceof Scalar other
                && other.relation() != null
                && other.relation().form() == Form.EXACT
                && other.relation().sum().sameTerms(sum)) {
            long shift = other.relation().sum().addend() - sum.addend();
            return sharpened(other, shift == 0
                    ? now
                    : Scalar.betweenSigned(saturated(now.smin(), shift), saturated(now.smax(), shift)));
        }
        if (each instanceof PacketPointer pointer && pointer.sum().sameTerms(sum)) {
            long shift = pointer.sum().addend() - sum.addend();
            long min = Math.max(pointer.min(), saturated(now.smin(), shift));
            long max = Math.min(pointer.max(), saturated(now.smax(), shift));
            return min > max || min == pointer.min() && max == pointer.max()
                    ? pointer
                    : new PacketPointer(pointer.sum(), min, max, pointer.residue());
        }
        return each;
    }

    /** A contradiction means that no run comes here; then what was known will do. */
    private static Scalar sharpened(Scalar value, Scalar by) {
        Scalar both = value.intersection(by);
        return both == null || both.equals(value) ? value : both;
    }

    private static long saturated(long value, long shift) {
        long sum = value + shift;
        boolean overflows = ((value ^ sum) & (shift ^ sum)) < 0;
        return overflows ? (shift < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** What the comparison of two numbers says of the packet's length. */
    private PacketFacts related(Condition condition, Refinement refinement, PacketFacts facts) {
        Scalar left = refinement.left();
        Scalar right = refinement.right();
        Sum a = left.sum();
        Sum b = right.sum();
        boolean integers = left.smin() >= 0 && right.smin() >= 0
                || branch.width() == Width.W64 && Refinement.isSigned(condition);
        boolean whole = branch.width() == Width.W64 || left.fitsUnsigned32() && right.fitsUnsigned32()
                && (!Refinement.isSigned(condition) || left.fitsSigned32() && right.fitsSigned32());
        if (a == null || b == null) {
            return facts;
        }
        boolean told = switch (condition) {
            case NE -> true;
            case EQ -> whole;
            case GT, GE, LT, LE, SGT, SGE, SLT, SLE, SET -> whole && integers;
        };
        return told ? learning(facts, condition, a, b, new Gaps(gap(left, right), gap(right, left))) : facts;
    }

    /** By how much the right one is more than the left one, if it is, and the other way round, at least. */
    private record Gaps(long rising, long falling) {
        static final Gaps ONE = new Gaps(1, 1);
    }

    /** Two even numbers that differ, differ by 2. */
    private static long gap(Scalar less, Scalar more) {
        KnownBits difference = more.bits().minus(less.bits());
        long low = difference.knownLow();
        long rest = difference.value() & low;
        return low <= 0 || low > PacketFacts.MAX_LENGTH_BYTES ? 1 : rest == 0 ? low + 1 : rest;
    }

    private PacketFacts learning(PacketFacts facts, Condition condition, Sum left, Sum right, Gaps gaps) {
        return switch (condition) {
            case EQ -> less(less(facts, left, right, 0), right, left, 0);
            case LT, SLT -> less(facts, left, right, gaps.rising);
            case LE, SLE -> less(facts, left, right, 0);
            case GT, SGT -> less(facts, right, left, gaps.falling);
            case GE, SGE -> less(facts, right, left, 0);
            case NE -> apart(apart(facts, left, right, gaps.rising), right, left, gaps.falling);
            case SET -> facts;
        };
    }

    /** Two that differ, the one being known not to be more than the other, differ by a gap at least. */
    private PacketFacts apart(PacketFacts facts, Sum less, Sum more, long gap) {
        return isAtMost(less, more) ? less(facts, less, more, gap) : facts;
    }

    /** {@code less + gap <= more}, over the integers. */
    private PacketFacts less(PacketFacts facts, Sum less, Sum more, long gap) {
        Sum difference = more.minus(less);
        Sum beyond = difference == null ? null : difference.plus(-gap);
        PacketFacts learnt = facts.learning(beyond, pc);
        return less.isConstant() || more.isConstant() ? learnt : learnt.with(learnt.orders().with(beyond));
    }

    private static Condition swapped(Condition condition) {
        return switch (condition) {
            case EQ, NE, SET -> condition;
            case GT -> Condition.LT;
            case GE -> Condition.LE;
            case LT -> Condition.GT;
            case LE -> Condition.GE;
            case SGT -> Condition.SLT;
            case SGE -> Condition.SLE;
            case SLT -> Condition.SGT;
            case SLE -> Condition.SGE;
        };
    }
}
