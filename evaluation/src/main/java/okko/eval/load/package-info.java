/**
 * What a system does with packets that do not wait for it: offered at a rate, whatever becomes of them. From one trial
 * (a rate, a time, so many lost) come the receive rate at overload, the non-drop and partial-drop rates with their
 * bounds, the curve of loss over load, and latency at loads that the system carries. <b>Cold.</b>
 *
 * <p>Sources: RFC 9971 (Multiple Loss Ratio Search) for the search, FD.io CSIT for the loads and the names, PASTRAMI
 * (arXiv 2410.18644) for why a system that loses at a tenth of its load gets no rate.
 */
package okko.eval.load;
