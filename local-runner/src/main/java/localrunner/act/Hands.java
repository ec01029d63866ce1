package localrunner.act;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import localrunner.application.Application;
import localrunner.dynamodb.StreamReader;
import localrunner.edge.EdgeService;
import localrunner.faults.FaultsApi;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.DirectInvoker;
import localrunner.sqs.QueueContents;
import localrunner.time.ScaledTime;
import localrunner.web.WebApi;
import localrunner.web.WebRoutes;

/**
 * Everything with which a person acts on a running application, put together. Thread-safe.
 */
public final class Hands implements WebApi, AutoCloseable {

    private final Sending sending;
    private final ActApi api;

    /**
     * The running application, as its parts are behind the edge port.
     *
     * @param apis where each API answers, by logical id
     * @param apiKey what routes want that require a key, where the template gives none
     * @param template the template's file
     */
    public record Running(Application application, Map<String, URI> apis, String apiKey, Path template) {
        public Running {
            apis = Map.copyOf(apis);
        }
    }

    /**
     * What a person reaches with them.
     *
     * @param contents of the queues of {@code sqs}
     */
    public record Services(
            DirectInvoker functions,
            AsyncInvoker asyncFunctions,
            EdgeService sns,
            EdgeService sqs,
            QueueContents contents,
            StreamReader streams,
            EdgeService schedules,
            FaultsApi faults) {}

    public Hands(Running running, Services services, ScaledTime time, Supplier<String> ids) {
        Application application = running.application();
        Targets targets = new Targets(application);
        ByHand byHand = new ByHand(ids);
        sending = new Sending(
                new Sending.Services(services.functions(), services.asyncFunctions(), services.sns(), services.sqs()),
                running.apis(),
                running.apiKey(),
                byHand);
        Replays replays =
                new Replays(application, services.contents(), sending, new StreamRecords(services.streams()), time);
        api = new ActApi(
                application,
                new ActApi.Parts(
                        targets,
                        new Samples(application, targets, running.template(), time),
                        sending,
                        replays,
                        byHand,
                        services.schedules(),
                        services.faults(),
                        time));
    }

    @Override
    public void addTo(WebRoutes routes) {
        api.addTo(routes);
    }

    @Override
    public void close() {
        sending.close();
    }
}
