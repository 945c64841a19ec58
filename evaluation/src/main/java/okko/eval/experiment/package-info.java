/**
 * What is measured: each figure of the report as one or several {@link okko.eval.run.Experiment}s, put together from
 * workloads, setups and peers. <b>Cold.</b>
 */
package okko.eval.experiment;
