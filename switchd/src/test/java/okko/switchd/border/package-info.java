/**
 * What a peer on the other side of the border can do to the switch, row by row as {@code docs/failures.md} lists it.
 * The peers are processes of their own that work on the raw memory: no class of the product keeps them honest.
 */
package okko.switchd.border;
