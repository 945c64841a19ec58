package okko.eval.cli;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * What a user sees when a command fails: one line that says why, and for faults of Okko itself the stack trace behind
 * it. The exit status is 1.
 */
final class FailureReport implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        err.println("okko: " + reason);
        boolean expected = failure instanceof IOException || failure instanceof IllegalArgumentException;
        if (!expected) {
            failure.printStackTrace(err);
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }
}
