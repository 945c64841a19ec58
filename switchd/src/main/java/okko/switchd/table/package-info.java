/**
 * The flow tables, groups and meters that control changes and people look at, with what each flow counted; they make
 * the immutable tables that the datapath threads look rules up in. <b>Cold.</b>
 *
 * <p>Changes come as OpenFlow's {@code FLOW_MOD} has them; several are checked together, and then all of them made or
 * none. What a rule leads to exists, and leads onwards: {@code goto_table} to later tables, groups to no group that
 * leads back.
 */
package okko.switchd.table;
