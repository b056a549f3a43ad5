package io.fhirferry.local.population;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;

/** The command line: exits with 0, with 2 when an option is wrong, with 1 when a file cannot be written. */
public final class Main {

    private Main() {}

    /** @param arguments see {@link Options#USAGE} */
    public static void main(String[] arguments) {
        PrintStream terminal = System.out;
        // Synthea names every module and file that it loads, and has a logging façade without a logger.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.exit(run(List.of(arguments), terminal));
    }

    private static int run(List<String> arguments, PrintStream terminal) {
        if (arguments.contains("--help")) {
            terminal.println(Options.USAGE);
            return 0;
        }
        try {
            Options options = Options.parse(arguments, Clock.systemUTC());
            Patients patients = Patients.of(options.seed(), options.life().to());
            Summary summary = new Population(options, patients).write();
            terminal.println(Population.FIRST + ": " + summary.first());
            terminal.println(Population.LATER + ": " + summary.later());
            return 0;
        } catch (IllegalArgumentException e) {
            terminal.println(e.getMessage());
            terminal.println(Options.USAGE);
            return 2;
        } catch (IOException e) {
            terminal.println("The population could not be written: " + e.getMessage());
            return 1;
        }
    }
}
