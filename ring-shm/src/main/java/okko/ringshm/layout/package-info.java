/**
 * Where every byte lies that two processes share: one class of constants per structure, its table in the javadoc.
 * <b>Hot</b> (all is computed from constants).
 *
 * <p>Every field has one writer. {@link okko.ringshm.layout.RegionDescriptor} begins each region and holds the version
 * of all tables; {@code docs/layouts.md} shows them together. Numbers are little-endian.
 */
package okko.ringshm.layout;
