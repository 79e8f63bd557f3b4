package id.padan.cli.sample;

import id.padan.cli.sample.CandidatesCommand.Separator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code padan sample}: only groups the generators. */
@Command(
        name = "sample",
        subcommands = {PopulationCommand.class, CandidatesCommand.class, CasnCommand.class},
        description = "Makes synthetic registers and candidate lists, always the same for the same seed.",
        footer = "%nNobody in them exists: NIK serials are 9990-9999 and names are invented words.")
public final class SampleCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to make: population, candidates or casn");
    }

    /** Reads {@code ,} {@code ;} or {@code tab}. */
    static final class SeparatorReader implements ITypeConverter<Separator> {
        @Override
        public Separator convert(String text) {
            return switch (text) {
                case "," -> new Separator(',');
                case ";" -> new Separator(';');
                case "|" -> new Separator('|');
                case "tab", "\t", "\\t" -> new Separator('\t');
                default ->
                    throw new picocli.CommandLine.TypeConversionException("one of , ; | tab, not '" + text + "'");
            };
        }
    }
}
