/**
 * From outcomes to what people read: {@code results.json}, which holds everything, and a CSV file, a table and a page
 * made from it. <b>Cold.</b>
 */
package okko.eval.report;
