package okko.switchd.cli.ofctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import okko.switchd.flow.FlowSyntaxException;
import okko.switchd.openflow.HandshakeMessage.Failure;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.wire.Decoded;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One use of a word: exit status 0 if it was carried out, 1 if it was refused or failed. */
final class WordRun implements Callable<Integer> {

    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int DIFFERENT = 1;

    private final Word word;
    private final OfctlOptions options;
    private CommandSpec spec;

    WordRun(Word word, OfctlOptions options) {
        this.word = word;
        this.options = options;
    }

    void spec(CommandSpec itsSpec) {
        spec = itsSpec;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Session session = new Session(word, options, arguments(), out, err)) {
            try {
                word.action().run(session);
                return switch (session.outcome()) {
                    case DONE -> DONE;
                    case DIFFERENT -> DIFFERENT;
                };
            } catch (RefusedException e) {
                e.failures().forEach(failure -> err.print(explain(session, failure)));
            } catch (IOException e) {
                err.println("okko: " + session.explain(e));
            } catch (FlowSyntaxException e) {
                err.println("okko: " + e.getMessage());
            }
        } finally {
            out.flush();
            err.flush();
        }
        return REFUSED;
    }

    /** Okko says itself what is wrong; of others, their error message tells most. */
    private static String explain(Session session, Decoded failure) {
        String reason = failure.message() instanceof Failure said ? said.reason() : "";
        return reason.isEmpty() ? session.text().print(failure) : "okko: " + reason + "\n";
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            Object value = parameter.getValue();
            if (value instanceof List<?> many) {
                many.forEach(each -> arguments.add((String) each));
            } else if (value != null) {
                arguments.add((String) value);
            }
        }
        return arguments;
    }
}
