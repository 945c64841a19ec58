package okko.switchd.cli.ofctl;

import java.util.List;
import java.util.stream.Stream;
import okko.switchd.cli.ofctl.Word.Parameter;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All words, and how they become subcommands; made from a table, since looking into so many classes takes time. */
public final class Words implements IModelTransformer {

    /** Made by the command line. */
    public Words() {}

    private static Stream<Word> all() {
        return Stream.of(SwitchWords.ALL, PortWords.ALL, TableWords.ALL, FlowWords.ALL, GroupWords.ALL, MeterWords.ALL,
                PacketWords.ALL, ProgramWords.ALL, EchoWords.ALL, TextWords.ALL).flatMap(List::stream);
    }

    @Override
    public CommandSpec transform(CommandSpec ofctl) {
        OfctlOptions options = (OfctlOptions) ofctl.mixins().get(OfctlOptions.MIXIN).userObject();
        all().forEach(word -> ofctl.addSubcommand(word.name(), subcommand(word, options)));
        return ofctl;
    }

    private static CommandSpec subcommand(Word word, OfctlOptions options) {
        WordRun run = new WordRun(word, options);
        CommandSpec spec = CommandSpec.wrapWithoutInspection(run).name(word.name());
        run.spec(spec);
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage().description(word.description())
                .footer("", "Example: okko ofctl " + word.name() + " " + word.example());
        int index = 0;
        for (Parameter parameter : word.parameters()) {
            boolean isMany = parameter.arity() == Parameter.Arity.MANY;
            PositionalParamSpec.Builder builder = PositionalParamSpec.builder()
                    .paramLabel(parameter.label())
                    .description(parameter.description())
                    .index(isMany ? index + "..*" : Integer.toString(index));
            index++;
            spec.addPositional(switch (parameter.arity()) {
                case ONE -> builder.arity("1").required(true).type(String.class).build();
                case OPTIONAL -> builder.arity("0..1").type(String.class).build();
                case MANY -> builder.arity("0..*").type(List.class).auxiliaryTypes(String.class).build();
            });
        }
        return spec;
    }
}
