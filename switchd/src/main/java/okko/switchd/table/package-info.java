/**
 * The flow table that control changes and people look at, with what each flow counted; it makes the immutable rules
 * that the datapath classifies by. <b>Cold.</b>
 */
package okko.switchd.table;
