package io.fhirferry.common.config;

import io.quarkus.runtime.configuration.RuntimeConfigBuilder;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads and checks the configuration. */
public final class FerryConfigLoader {

    private FerryConfigLoader() {}

    /**
     * Reads it from where the services themselves will read it: system properties, environment, {@code .env},
     * {@code config/application.properties} in the working directory, and what is packed into the service.
     */
    public static ConfigResult load() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        // Quarkus's own choice of sources, so that both read the same.
        new RuntimeConfigBuilder().configBuilder(builder);
        return load(builder);
    }

    /** Reads it from these sources only. */
    static ConfigResult load(ConfigSource... sources) {
        return load(new SmallRyeConfigBuilder().addDefaultInterceptors().withSources(sources));
    }

    private static ConfigResult load(SmallRyeConfigBuilder builder) {
        SmallRyeConfig config = builder.withValidateUnknown(false).build();
        List<Problem> problems = ConfigCheck.problems(settings(config));
        if (!problems.isEmpty()) {
            return new ConfigResult.Unsound(problems);
        }
        ConfigMappings.registerConfigMappings(config, Set.of(ConfigClass.configClass(FerryConfig.class)));
        return new ConfigResult.Sound(config.getConfigMapping(FerryConfig.class));
    }

    private static Settings settings(SmallRyeConfig config) {
        Map<String, String> values = new HashMap<>();
        Set<String> unresolved = new HashSet<>();
        for (String key : Keys.all().keySet()) {
            ConfigValue value = config.getConfigValue(key);
            if (value.hasProblems()) {
                unresolved.add(key);
            } else if (value.getValue() != null) {
                values.put(key, value.getValue());
            }
        }
        return new Settings(values, names(config), unresolved);
    }

    private static Set<String> names(SmallRyeConfig config) {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .flatMap(source -> written(source.getPropertyNames()))
                .filter(name -> name.startsWith("ferry.") || name.startsWith("FERRY_"))
                .collect(Collectors.toSet());
    }

    /** The environment also offers guesses of what its variables would be called as properties; those are left out. */
    private static Stream<String> written(Set<String> names) {
        return names.stream().filter(name -> name.equals(Key.variable(name)) || !names.contains(Key.variable(name)));
    }
}
