package localrunner.act;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import localrunner.application.Application;
import localrunner.dynamodb.StreamReader;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeService;
import localrunner.facts.Facts;
import localrunner.faults.FaultsApi;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.DirectInvoker;
import localrunner.sqs.QueueContents;
import localrunner.time.ScaledTime;
import localrunner.web.StatePart;
import localrunner.web.WebApi;
import localrunner.web.WebRoutes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything with which a person acts on a running application, put together: a part of the console's API, and of the state
 * that it shows all the time. Thread-safe.
 */
public final class Hands implements WebApi, StatePart, AutoCloseable {

    private final Sending sending;
    private final ActApi api;
    private final FaultsApi faults;
    private final ScaledTime time;

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

    /** @param past the kept events, by their ids */
    public Hands(
            Running running,
            Services services,
            Function<String, Optional<PastEvent>> past,
            Facts facts,
            ScaledTime time,
            Supplier<String> ids) {
        this.faults = services.faults();
        this.time = time;
        Application application = running.application();
        Targets targets = new Targets(application);
        ByHand byHand = new ByHand(facts, time, ids);
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
                        new PastRequests(targets, past),
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

    /** Adds what is on: the time's scale, and the faults as their own API has them. */
    @Override
    public void addTo(ObjectNode state) {
        state.put("timeScale", time.scale());
        JsonNode on = JsonMapper.shared()
                .readTree(faults.handle(new EdgeRequest("GET", "/_faults", "", Map.of(), new byte[0]))
                        .body());
        state.set("faults", on.path("faults"));
    }

    @Override
    public void close() {
        sending.close();
    }
}
