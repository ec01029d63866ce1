package localrunner;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How an application is run.
 *
 * @param templateName how messages call the template
 * @param port of the first API; 0 takes a free one
 * @param edgePort where AWS SDKs find every service; 0 takes a free one
 * @param edgeHost an address beside 127.0.0.1 where they find them too
 * @param apiKey what routes that require an API key want in {@code x-api-key}
 * @param parameters values for the template's parameters
 * @param processesPerFunction the most that run at once
 */
public record RunnerSettings(
        Path template,
        String templateName,
        String stackName,
        String region,
        int port,
        int edgePort,
        Optional<String> edgeHost,
        String apiKey,
        Map<String, String> parameters,
        int processesPerFunction) {

    public RunnerSettings {
        parameters = Map.copyOf(parameters);
    }
}
