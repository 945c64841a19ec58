/**
 * The vocabulary of matching: what fields a packet has, how they lie in a flow key, what a rule asks of them and does
 * with the packet, and the text that people write all this in. <b>Cold</b>, but for {@link okko.switchd.flow.FlowKey}.
 *
 * <p>{@link okko.switchd.flow.Field} is the one table of fields: classifier, printer and reader of matches and actions
 * know a field only from there; the parser fills the words that it speaks of. The words are those of ovs-ofctl(8) and ovs-fields(7).
 */
package okko.switchd.flow;
