/**
 * Types of C data, as a compiler records them in BTF, and bytes read by them: what makes a dump of a map say
 * {@code {"src": 167772161, "port": 80}} instead of hexadecimal digits. <b>Cold.</b>
 *
 * <p>In: types that {@code okko.bpf.elf} has read from an object file, and keys, values or global data of a map.
 * Out: numbers, strings, lists and maps that any JSON writer takes. Nothing here trusts the types: they are trees of
 * bounded size, and bytes that do not fit them are refused.
 */
package okko.bpf.btf;
