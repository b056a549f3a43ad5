package io.fhirferry.local.population;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.mitre.synthea.engine.Generator;
import org.mitre.synthea.export.Exporter;
import org.mitre.synthea.export.FhirR4;
import org.mitre.synthea.helpers.Config;
import org.mitre.synthea.world.agents.Person;

/**
 * Synthea's patients, one after the other, so that only one is in memory. The same seed gives the same patients: the
 * simulation runs in the caller's thread and ends at a given instant instead of now.
 */
final class Patients {

    /** Of a patient's clinical record only the last year is kept, which is some 300 resources. */
    private static final int YEARS_OF_RECORD = 1;

    /** Synthea simulates in steps of a week and may overshoot by one. */
    private static final Duration OVERSHOOT = Duration.ofDays(14);

    private static final Map<String, String> SETTINGS = Map.of(
            "exporter.fhir.transaction_bundle", "false",
            "exporter.fhir.bulk_data", "true",
            "exporter.pretty_print", "false",
            "exporter.enable_custom_exporters", "false",
            "generate.log_patients.detail", "none");

    private final Generator generator;

    private Patients(Generator generator) {
        this.generator = generator;
    }

    /**
     * Loads Synthea, which takes some seconds.
     *
     * @param until no clinical date is later
     */
    static Patients of(long seed, Instant until) {
        SETTINGS.forEach(Config::set);
        Generator.GeneratorOptions options = new Generator.GeneratorOptions();
        options.seed = seed;
        options.clinicianSeed = seed;
        options.threadPoolSize = 1;
        options.referenceTime = until.minus(OVERSHOOT).toEpochMilli();
        options.endTime = options.referenceTime;
        return new Patients(new Generator(options));
    }

    /**
     * The next patient's resources: the Patient first, each pointing only at earlier ones, the organizations and
     * practitioners among them, whoever else met these before.
     */
    List<ObjectNode> next() {
        Person person = livingPerson(generator.getRandomizer().randLong());
        long finished = person.lastUpdated + generator.timestep;
        Person filtered = Exporter.filterForExport(person, YEARS_OF_RECORD, finished);
        JsonNode bundle = Json.parse(FhirR4.convertToFHIRJson(filtered, finished));
        return StreamSupport.stream(bundle.path("entry").spliterator(), false)
                .map(entry -> (ObjectNode) entry.path("resource"))
                .toList();
    }

    private Person livingPerson(long seed) {
        Map<String, Object> demographics = generator.randomDemographics(new Person(seed));
        Person person = generator.createPerson(seed, demographics);
        while (!person.alive(person.lastUpdated + generator.timestep)) {
            person = generator.createPerson(person.randLong(), demographics);
        }
        return person;
    }
}
