package okko.bpf.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;
import okko.bpf.verify.Pass.Step;

/** One instruction: holds each state that arrives against its needs, and says which states it leads to, and where. */
final class Stepping {

    private final ProgramImage image;
    private final VerifyOptions options;
    private final Notes notes;
    private final Walk walk;

    Stepping(ProgramImage image, VerifyOptions options, Notes notes, Walk walk) {
        this.image = image;
        this.options = options;
        this.notes = notes;
        this.walk = walk;
    }

    List<Step> step(Site site, List<State> states) {
        return image.code().at(site.pc()) instanceof CallRegister(Reg callee)
                ? stepThrough(callee, site, states)
                : step(image.code().at(site.pc()), site, states);
    }

    /** A call of what a register names is, state by state, a call of one function or helper. */
    private List<Step> stepThrough(Reg register, Site site, List<State> states) {
        List<Step> steps = new ArrayList<>();
        Map<Instruction, List<State>> statesByCall = new LinkedHashMap<>();
        for (State state : states) {
            Instruction call = Callee.of(register, state);
            notes.seeCallThroughRegister(site.pc(), call);
            if (call != null) {
                statesByCall.computeIfAbsent(call, _ -> new ArrayList<>()).add(state);
                continue;
            }
            if (!Entailment.isExcused(state.value(register))) {
                notes.report(site.pc(), Callee.class, Callee.unknown(register, state, image), state);
            }
            add(steps, site.pc() + 1, state.afterHelper(Value.EXCUSED));
        }
        statesByCall.forEach((call, group) -> steps.addAll(step(call, site, group)));
        return steps;
    }

    private List<Step> step(Instruction instruction, Site site, List<State> states) {
        int next = site.pc() + instruction.slots();
        List<Step> steps = new ArrayList<>();
        List<State> calling = new ArrayList<>();
        List<Need> needs = Needs.of(
                instruction, states.getFirst().depth(), image.abi(), options.alignment());
        for (State state : states) {
            State met = meet(needs, site.pc(), instruction, state);
            switch (instruction) {
                case Branch branch -> {
                    BranchEffect.Ways ways = BranchEffect.of(branch, met, site);
                    add(steps, next, ways.fallThrough());
                    add(steps, branch.target(), ways.taken());
                }
                case Jump(int target) -> add(steps, target, met);
                case Exit _ -> add(steps, Step.EXIT, met.depth() > 0 ? met : null);
                case CallLocal _ -> calling.add(met);
                case Alu _, Negate _, MoveSigned _, Swap _, LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _,
                        LoadCode _, Load _, LoadPacket _, Store _, Atomic _, CallHelper _, CallRegister _ ->
                    add(steps, next, Effect.of(instruction, met, site, image));
            }
        }
        if (instruction instanceof CallLocal(int target)) {
            walk.call(site, target, calling).forEach(state -> add(steps, next, state));
        }
        return steps;
    }

    private static void add(List<Step> steps, int target, State state) {
        if (state != null) {
            steps.add(new Step(target, state));
        }
    }

    private State meet(List<Need> needs, int pc, Instruction instruction, State arriving) {
        State state = arriving;
        notes.see(pc, instruction, state, walk.active().peek());
        for (Need need : needs) {
            Reason reason = Entailment.refute(need, state, image);
            if (reason != null) {
                notes.report(pc, need, reason, state);
                state = Pardon.of(need, state, image);
            } else {
                notes.see(pc, need, state, walk.active());
            }
        }
        return state;
    }
}
