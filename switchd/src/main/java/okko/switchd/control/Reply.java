package okko.switchd.control;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An answer as it goes over the socket.
 *
 * @param ok     whether the command was carried out
 * @param result what it gave; {@code null} if it was refused
 * @param error  why it was refused, one line; {@code null} otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Reply(boolean ok, Object result, String error) {

    static Reply of(Object result) {
        return new Reply(true, result, null);
    }

    static Reply refused(String reason) {
        return new Reply(false, null, reason == null ? "failed" : reason);
    }
}
