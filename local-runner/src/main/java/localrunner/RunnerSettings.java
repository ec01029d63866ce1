package localrunner;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How an application is run.
 *
 * @param apiKey what routes that require an API key want in {@code x-api-key}
 * @param processesPerFunction the most that run at once
 * @param enforceIam whether functions' calls are checked against the template's permissions
 * @param console whether what happens is kept and shown at {@code /_console}
 */
public record RunnerSettings(
        Template template,
        Stack stack,
        Ports ports,
        String apiKey,
        int processesPerFunction,
        boolean enforceIam,
        boolean console) {

    /** Settings of a runner with a console. */
    public RunnerSettings(
            Template template, Stack stack, Ports ports, String apiKey, int processesPerFunction, boolean enforceIam) {
        this(template, stack, ports, apiKey, processesPerFunction, enforceIam, true);
    }

    /**
     * The template to run.
     *
     * @param name how messages call it
     */
    public record Template(Path path, String name) {}

    /**
     * What a deployment decides about a template.
     *
     * @param parameters values for the template's parameters, in the place of their defaults
     */
    public record Stack(String name, String region, Map<String, String> parameters) {
        public Stack {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * Where the runner listens on 127.0.0.1.
     *
     * @param api the port of the first API; 0 for a free one
     * @param edge the edge port; 0 for a free one
     * @param edgeHost an address beside 127.0.0.1 on which the edge port answers too
     */
    public record Ports(int api, int edge, Optional<String> edgeHost) {

        public static final Ports FREE = new Ports(0, 0, Optional.empty());
    }
}
