/**
 * The switch as a whole: its configuration, what is opened in which order, and the reverse. No packet passes here.
 * <b>Cold.</b> Nothing in the packages below knows this one.
 */
package okko.switchd;
