package okko.bpf.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Relation.Form;
import okko.bpf.verify.Value.MapValue;
import okko.bpf.verify.Value.Nullness;
import okko.bpf.verify.Value.PacketPointer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Does one state cover another, whatever each calls its numbers? A state says only that there are numbers of which all
 * that holds; so every name of the wide one may stand for any sum of names of the narrow one, always for the same.
 *
 * <p>This is how a state that comes round a loop is seen to be nothing new: what was {@code n} is now {@code n + 1}.
 */
final class Coverage {

    /** What stands for a lookup that is known to have failed, or to have succeeded. */
    private static final Long FAILED = -1L;
    private static final Long SUCCEEDED = -2L;

    private final Long2ObjectHashMap<Sum> sums = new Long2ObjectHashMap<>();
    private final Map<Long, Long> lookups = new HashMap<>();

    private Coverage() {
        sums.put(Sum.LENGTH_NAME, Sum.LENGTH);
    }

    /** How the wide state's names are to be read for it to cover the narrow one; {@code null} if it does not. */
    static Coverage of(State wide, State narrow) {
        Coverage coverage = new Coverage();
        return coverage.covers(wide, narrow) ? coverage : null;
    }

    /** Only the wide state's names for its numbers, whether it covers the narrow one or not. */
    static Coverage naming(State wide, State narrow) {
        Coverage coverage = new Coverage();
        coverage.coversRegisters(wide, narrow);
        coverage.coversFrames(wide, narrow);
        return coverage;
    }

    /** The packet is this much longer, in the narrow state, than the wide state's terms; or {@code null}. */
    Sum beyond(Sum terms) {
        return substituted(Sum.LENGTH, terms);
    }

    /** A sum of the wide state as the narrow one says it; {@code null} if a name in it is not read. */
    Sum read(Sum sum) {
        Sum opposite = substituted(Sum.constant(0), sum);
        return opposite == null ? null : Sum.constant(0).minus(opposite);
    }

    private boolean covers(State wide, State narrow) {
        return wide.references().covers(narrow.references()) && coversRegisters(wide, narrow)
                && coversFrames(wide, narrow) && covers(wide.facts(), narrow.facts())
                && wide.facts().orders().all(order -> Proof.notNegative(read(order), narrow));
    }

    private boolean coversFrames(State wide, State narrow) {
        for (int i = 0; i < wide.frames().size(); i++) {
            if (!covers(wide.frames().get(i), narrow.frames().get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean coversRegisters(State wide, State narrow) {
        boolean covers = true;
        for (int i = 0; i < Reg.COUNT; i++) {
            covers &= covers(wide.registers()[i], narrow.registers()[i]);
        }
        return covers;
    }

    private boolean covers(Frame wide, Frame narrow) {
        for (int i = 0; i < wide.saved().size(); i++) {
            if (!covers(wide.saved().get(i), narrow.saved().get(i))) {
                return false;
            }
        }
        for (long rest = wide.stack().used(); rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            Stack.Slot slot = wide.stack().slot(i);
            Stack.Slot other = narrow.stack().slot(i);
            boolean covers = slot instanceof Stack.Slot.Spilled(Value value)
                            && other instanceof Stack.Slot.Spilled(Value otherValue)
                    ? covers(value, otherValue)
                    : Merge.includes(slot, other);
            if (!covers) {
                return false;
            }
        }
        return true;
    }

    private boolean covers(PacketFacts wide, PacketFacts narrow) {
        return wide.all(fact -> {
            Sum rest = substituted(Sum.LENGTH, fact.terms());
            return rest != null && narrow.notNegative(rest.plus(-fact.bytes()));
        });
    }

    private boolean covers(Value wide, Value narrow) {
        if (wide instanceof Scalar a && narrow instanceof Scalar b) {
            return a.includesNumbers(b) && covers(a.relation(), b);
        }
        if (wide instanceof PacketPointer a && narrow instanceof PacketPointer b) {
            return a.min() <= b.min() && a.max() >= b.max() && a.residue().includes(b.residue())
                    && isNamed(a.sum(), b.sum());
        }
        if (wide instanceof MapValue a && a.nullness() == Nullness.MAYBE_NULL) {
            return coversLookup(a, narrow);
        }
        return Merge.includes(wide, narrow);
    }

    private boolean covers(Relation wide, Scalar narrow) {
        if (wide == null) {
            return true;
        }
        if (wide.form() == Form.EXACT) {
            return isNamed(wide.sum(), narrow.sum());
        }
        return narrow.relation() != null && narrow.relation().form() == wide.form()
                && isNamed(wide.sum(), narrow.relation().sum());
    }

    private boolean coversLookup(MapValue wide, Value narrow) {
        Long origin = switch (narrow) {
            case MapValue value when value.map() == wide.map() && value.min() == 0 && value.max() == 0 ->
                value.nullness() == Nullness.NOT_NULL ? SUCCEEDED : Long.valueOf(value.origin());
            case Scalar number when number.isConstant(0) -> FAILED;
            default -> null;
        };
        return origin != null && origin.equals(lookups.computeIfAbsent(wide.origin(), _ -> origin));
    }

    /** Reads the names of a wide sum so that it is the narrow one; false if they are read otherwise already. */
    private boolean isNamed(Sum wide, Sum narrow) {
        if (narrow == null) {
            return false;
        }
        List<Long> unread = new ArrayList<>(1);
        wide.forEachName(name -> {
            if (!sums.containsKey(name)) {
                unread.add(name);
            }
        });
        if (unread.size() > 1) {
            unread.forEach(name -> sums.put(name, Sum.named(name)));
        } else if (unread.size() == 1) {
            Sum rest = substituted(narrow, wide.without(unread.getFirst()));
            Sum read = rest == null ? null : rest.dividedBy(wide.factorOf(unread.getFirst()));
            if (read == null) {
                return false;
            }
            sums.put(unread.getFirst(), read);
            return true;
        }
        Sum difference = substituted(narrow, wide);
        return difference != null && difference.isConstant() && difference.addend() == 0;
    }

    /** A narrow sum less what a wide one says; {@code null} if a name in it is not read yet, or it is too long. */
    private Sum substituted(Sum narrow, Sum wide) {
        return wide.subtractedFrom(narrow, sums::get);
    }
}
