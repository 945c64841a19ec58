package okko.external.cli;

import java.util.Arrays;
import java.util.Iterator;
import okko.external.load.BuiltIn;

/** The short names of processors, for the help text. */
final class BuiltInNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(BuiltIn.values()).map(BuiltIn::label).iterator();
    }
}
