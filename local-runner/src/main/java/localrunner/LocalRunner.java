package localrunner;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import localrunner.application.Application;
import localrunner.console.Console;
import localrunner.time.ScaledTime;

/**
 * Runs the application of a template on this machine, until it is closed.
 *
 * <p>All data is in memory and in the work folder, and gone then. Thread-safe.
 */
public final class LocalRunner implements AutoCloseable {

    private final Application application;
    private final URI edge;
    private final Map<String, URI> apis;
    private final RunningParts running;

    /** @param apis where each API answers, by logical id */
    LocalRunner(Application application, URI edge, Map<String, URI> apis, RunningParts running) {
        this.application = application;
        this.edge = edge;
        this.apis = apis;
        this.running = running;
    }

    /**
     * Reads the template and starts all that it describes.
     *
     * @param workFolder this runner's own, to be deleted when it has been closed
     * @throws localrunner.template.document.TemplateException when the template has something that can't be run
     * @throws RuntimeException when a port is taken, code is missing or a service does not start. Nothing is left
     *     running then
     */
    public static LocalRunner start(RunnerSettings settings, Path workFolder, ScaledTime time, Console console)
            throws InterruptedException {
        RunningParts running = new RunningParts(console);
        try {
            return new Startup(settings, workFolder, time, console, running).run();
        } catch (RuntimeException | InterruptedException e) {
            running.close();
            throw e;
        }
    }

    public Application application() {
        return application;
    }

    /** The edge port's address, for {@code AWS_ENDPOINT_URL}. */
    public URI edge() {
        return edge;
    }

    /** Where each API answers, by logical id, in the order of the template. */
    public Map<String, URI> apis() {
        return apis;
    }

    /** Ends everything; what was started last ends first. */
    @Override
    public void close() {
        running.close();
    }
}
