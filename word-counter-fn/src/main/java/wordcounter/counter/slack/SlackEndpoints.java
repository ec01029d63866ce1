package wordcounter.counter.slack;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import wordcounter.http.Endpoint;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.SecureStrings;
import wordcounter.summaries.SummaryReads;

/** Answers everything that Slack sends: events, slash commands and the legacy outgoing webhook. */
public final class SlackEndpoints {

    /** Reads secrets from where they are kept. */
    @FunctionalInterface
    public interface Secrets {

        /**
         * The values of those names that there are.
         *
         * @throws RuntimeException when they can't be read now
         */
        Map<String, String> read(List<String> names);
    }

    /**
     * What Slack's endpoints need that no other endpoint does.
     *
     * @param secretsPath what the names of Slack's secrets begin with
     * @param summaries for the commands that show counts
     */
    public record Services(Secrets secrets, String secretsPath, SummaryReads summaries) {

        /** The secrets are read from Parameter Store. */
        public static Services of(AwsClients clients, String secretsPath, SummaryReads summaries) {
            return new Services(new SecureStrings(clients.signedCalls())::read, secretsPath, summaries);
        }
    }

    private final Map<String, Endpoint> routes;

    public SlackEndpoints(Services services, EventIds eventIds, EventIntake eventIntake, Clock clock, JsonLog log) {
        SlackSecrets secrets = new SlackSecrets(services.secrets(), services.secretsPath(), clock, log);
        SlackRequests requests = new SlackRequests(secrets, clock, log);
        SlackIntake intake = new SlackIntake(eventIds, eventIntake);
        routes = Map.of(
                SlackEvents.ROUTE, new SlackEvents(requests, intake),
                SlackCommands.ROUTE, new SlackCommands(requests, intake, services.summaries()),
                SlackOutgoingWebhook.ROUTE, new SlackOutgoingWebhook(requests, intake));
    }

    /** Reads a text for the sake of having read one: before a snapshot, so that the table of emoji names is in it. */
    public static void prime() {
        SlackText.read("<@U123ABC456> *hello* :wave: `world`");
    }

    /** Each endpoint by its method and resource. */
    public Map<String, Endpoint> routes() {
        return routes;
    }
}
