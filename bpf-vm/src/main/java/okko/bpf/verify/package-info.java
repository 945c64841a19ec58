/**
 * May this program run? Accepts only what cannot harm the switch, and says why it refuses the rest. <b>Cold.</b>
 *
 * <p>Three separate questions (after PREVAIL): what does an instruction <em>need</em>, what is its <em>effect</em> on
 * the abstract state, does the state <em>entail</em> the need. The verifier itself is then one loop over the program.
 *
 * <p>In: a linked {@link okko.bpf.image.ProgramImage}. Out: a {@link okko.bpf.verify.Verdict}. Any thread; everything
 * is immutable but what the loop itself writes down. Cost: linear in the program's length, whatever its branches; times
 * the rounds that its loops take to settle; never more than a fixed number of steps.
 *
 * <p>Where to find what, each list in the order in which to read it:
 * <ul>
 * <li>Question and answer: {@code Verifier}, {@code VerifyOptions}, {@code Verdict}, {@code Analysis}, {@code Finding}.
 * <li>The walk: {@code Walk}, {@code Pass}, {@code Stepping}; how closely and how long: {@code Looks}, {@code Look},
 *     {@code Effort}; what it goes by: {@code CallGraph}, {@code Callee}, {@code FlowGraph}, {@code Liveness},
 *     {@code RegisterUse}.
 * <li>Needs: {@code Need}, {@code Needs}, {@code MemoryAccess}. Are they met: {@code Entailment}, and for its parts
 *     {@code MemoryEntailment}, {@code AlignmentEntailment}, {@code ArgumentEntailment}, {@code FormatEntailment},
 *     {@code ContextField}.
 * <li>Effects: {@code Effect}, {@code BranchEffect}, {@code CallEffect}, {@code PointerArithmetic},
 *     {@code ConstantData}.
 * <li>State: {@code State}, {@code Frame}, {@code Stack}, {@code References}, {@code Value}. Where two meet:
 *     {@code Merge}, {@code Kinds}, {@code Coverage}, {@code CommonNames}, {@code NamesInUse}.
 * <li>Numbers: {@code Scalar}, {@code Bounds}, {@code KnownBits}, {@code Residue}, {@code ScalarArithmetic},
 *     {@code BitwiseBounds}, {@code Division}, {@code Refinement}.
 * <li>Relations of numbers to each other and to the packet's length: {@code Relation}, {@code Sum}, {@code Site} (which
 *     gives names), {@code PacketFacts}, {@code Orders}, {@code Proof}.
 * <li>Loops: {@code Loops}, {@code LoopWalk}, {@code LoopHead}, {@code Widening}.
 * <li>How often, how long: {@code LoopBounds}, {@code RoundCount}, {@code RoundMotions}, {@code Motions},
 *     {@code Motion}, {@code Places}, {@code RunLength}.
 * <li>What is learnt: {@code Notes}, {@code Observations}, {@code Ranges}, {@code RegisterRanges}, {@code Touches},
 *     {@code PacketBytes}, {@code Footprint}.
 * <li>What is told: {@code Reason}, {@code Findings}, {@code Pardon} (how to go on behind one), {@code Background},
 *     {@code Origins}, {@code Trail}, {@code PathStep}, {@code Wording}, {@code FindingText}; the log:
 *     {@code StateLog}, {@code LoggedState}, {@code StateText}.
 * </ul>
 */
package okko.bpf.verify;
