package localrunner.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import localrunner.application.Application;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.LoopbackServer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.elasticmq.NodeAddress;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;

/**
 * ElasticMQ, in memory, on an internal port of 127.0.0.1. Web pages are refused: {@link GuardedHttp}. Thread-safe.
 */
final class ElasticMqProcess implements AutoCloseable {

    /**
     * Settings that let ElasticMQ live in the runner's process: it does not end the JVM, does not shut down by itself,
     * and has no more threads than a laptop's queues need. The client in {@link LoopbackServer} has a connection for each
     * request that it waits for, and closes one that is idle after 30 seconds; the server must not do so before.
     */
    private static final Config SETTINGS = ConfigFactory.parseString("""
            pekko {
              loglevel = "WARNING"
              jvm-exit-on-fatal-error = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              http.server.idle-timeout = 10 min
              http.server.backlog = 4096
              http.server.max-connections = 4096
              http.server.parsing.max-content-length = 20m
              actor.default-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 4 }
              actor.internal-dispatcher.fork-join-executor { parallelism-min = 1, parallelism-max = 2 }
            }
            """);

    private final ActorSystem actors;
    private final int port;
    private final LoopbackServer loopback;
    private final ElasticMqQueues queues;

    private ElasticMqProcess(ActorSystem actors, int port, ElasticMqQueues queues) {
        this.actors = actors;
        this.port = port;
        this.queues = queues;
        loopback = new LoopbackServer(port);
    }

    /** @param queueAddress what queue URLs begin with */
    static ElasticMqProcess start(String region, URI queueAddress) {
        Config settings = SETTINGS.withFallback(ConfigFactory.load()).resolve();
        ActorSystem actors = ActorSystem.create("elasticmq", settings);
        boolean started = false;
        try {
            GuardedHttp.install(actors);
            MessageIndex index = new MessageIndex();
            ActorRef manager = manager(actors, actors.actorOf(index.listener()));
            SQSRestServer server = SQSRestServerBuilder.withActorSystem(actors)
                    .withQueueManagerActor(manager)
                    .withInterface("127.0.0.1")
                    .withDynamicPort()
                    .withServerAddress(new NodeAddress(
                            queueAddress.getScheme(), queueAddress.getHost(), queueAddress.getPort(), ""))
                    .withAWSRegion(region)
                    .withAWSAccountId(Application.ACCOUNT_ID)
                    .withSQSLimits(new SqsLimits())
                    .start();
            int port = server.waitUntilStarted().localAddress().getPort();
            ElasticMqProcess process = new ElasticMqProcess(actors, port, new ElasticMqQueues(manager, index));
            started = true;
            return process;
        } finally {
            // A catch would miss some: Scala throws checked exceptions that it does not declare, such as
            // InterruptedException.
            if (!started) {
                terminate(actors);
            }
        }
    }

    /** The same actor that ElasticMQ would make, but with a listener, and known to us. */
    private static ActorRef manager(ActorSystem actors, ActorRef listener) {
        return actors.actorOf(Props.create(
                QueueManagerActor.class,
                () -> new QueueManagerActor(new NowProvider(), new SqsLimits(), Option.apply(listener))));
    }

    int port() {
        return port;
    }

    ElasticMqQueues queues() {
        return queues;
    }

    EdgeResponse send(EdgeRequest request) throws InterruptedException {
        return loopback.send(request);
    }

    @Override
    public void close() {
        loopback.close();
        // The server's own stop would wait ten seconds for the connections, whose receives nobody waits for any more.
        terminate(actors);
    }

    private static void terminate(ActorSystem actors) {
        actors.terminate();
        actors.getWhenTerminated().toCompletableFuture().join();
    }
}
