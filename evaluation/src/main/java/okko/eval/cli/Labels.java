package okko.eval.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import okko.eval.run.Figure;
import okko.eval.run.Profile;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Turns the names on the command line into what they mean. */
final class Labels {

    private Labels() {}

    private static <T> T find(String label, Function<String, Optional<T>> lookUp, List<String> known) {
        return lookUp.apply(label).orElseThrow(() -> new TypeConversionException(
                "\"" + label + "\" is unknown; expected one of " + String.join(", ", known)));
    }

    /** Finds workloads. */
    static final class ToWorkload implements ITypeConverter<BundledWorkload> {

        @Override
        public BundledWorkload convert(String label) {
            return find(label, BundledWorkload::of,
                    List.of(BundledWorkload.values()).stream().map(BundledWorkload::label).toList());
        }
    }

    /** Finds setups. */
    static final class ToSetup implements ITypeConverter<Setup> {

        @Override
        public Setup convert(String label) {
            return find(label, Setup::of, Setup.all().stream().map(Setup::label).toList());
        }
    }

    /** Finds figures. */
    static final class ToFigure implements ITypeConverter<Figure> {

        @Override
        public Figure convert(String label) {
            return find(label, Figure::of, List.of(Figure.values()).stream().map(Figure::label).toList());
        }
    }

    /** Finds profiles. */
    static final class ToProfile implements ITypeConverter<Profile> {

        @Override
        public Profile convert(String label) {
            return find(label, Profile::of, List.of(Profile.values()).stream().map(Profile::label).toList());
        }
    }
}
