package okko.eval.workload;
