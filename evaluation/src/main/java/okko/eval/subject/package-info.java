/**
 * What can be measured: anything that is started, proves that it does what is expected, and works at full load for a
 * while. Our own switch is one such {@link okko.eval.subject.Subject}; a peer is another. <b>Cold.</b>
 */
package okko.eval.subject;
