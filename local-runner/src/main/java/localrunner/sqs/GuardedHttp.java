package localrunner.sqs;

import com.typesafe.config.Config;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import localrunner.http.BrowserRequests;
import localrunner.http.LocalNames;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ActorSystemImpl;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.scaladsl.ConnectionContext;
import org.apache.pekko.http.scaladsl.Http;
import org.apache.pekko.http.scaladsl.Http$;
import org.apache.pekko.http.scaladsl.HttpExt;
import org.apache.pekko.http.scaladsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import scala.concurrent.Future;

/**
 * Pekko's HTTP server as ElasticMQ starts it, with a guard before the routes: what a web page can send is answered 403.
 * See {@link LocalNames} and {@link BrowserRequests}.
 *
 * <p>ElasticMQ has no place for a guard: it makes its routes and binds them in one step. It asks the actor system for
 * Pekko's HTTP extension, and gets this one. Thread-safe.
 */
final class GuardedHttp extends HttpExt {

    /** What ElasticMQ is asked instead. It changes nothing, and nobody sees the answer. */
    private static final HttpRequest HARMLESS =
            (HttpRequest) org.apache.pekko.http.javadsl.model.HttpRequest.GET("/health");

    private final LocalNames names = new LocalNames(Optional.empty());

    private GuardedHttp(Config config, ExtendedActorSystem actors) {
        super(config, actors);
    }

    /**
     * Takes the place of Pekko's own extension. To be called before anything asks for that.
     *
     * @throws IllegalStateException when this version of Pekko keeps its extensions somewhere else
     */
    static void install(ActorSystem actors) {
        ActorSystemImpl system = (ActorSystemImpl) actors;
        try {
            Field extensions = ActorSystemImpl.class.getDeclaredField("extensions");
            extensions.setAccessible(true);
            @SuppressWarnings("unchecked")
            Map<Object, Object> byId = (Map<Object, Object>) extensions.get(system);
            byId.put(Http$.MODULE$, new GuardedHttp(system.settings().config().getConfig("pekko.http"), system));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The guard of ElasticMQ's port does not fit this version of Pekko", e);
        }
    }

    @Override
    public Future<Http.ServerBinding> bindAndHandleImpl(
            org.apache.pekko.stream.scaladsl.Flow<HttpRequest, HttpResponse, Object> handler,
            String host,
            int port,
            ConnectionContext connection,
            ServerSettings settings,
            LoggingAdapter log,
            Materializer materializer) {
        return super.bindAndHandleImpl(guarded(handler), host, port, connection, settings, log, materializer);
    }

    /** Answers come in the order of the requests, so a queue tells which of them is for a request that is refused. */
    private org.apache.pekko.stream.scaladsl.Flow<HttpRequest, HttpResponse, Object> guarded(
            org.apache.pekko.stream.scaladsl.Flow<HttpRequest, HttpResponse, Object> handler) {
        return Flow.<HttpRequest, HttpResponse, Object>fromMaterializer((_, _) -> {
                    Queue<Optional<String>> refusals = new ConcurrentLinkedQueue<>();
                    return Flow.<HttpRequest>create()
                            .map(request -> {
                                Optional<String> refusal = refusal(request);
                                refusals.add(refusal);
                                return refusal.isEmpty() ? request : HARMLESS;
                            })
                            .via(handler.asJava())
                            .map(answer -> refusals.remove()
                                    .map(GuardedHttp::forbidden)
                                    .orElse(answer))
                            .mapMaterializedValue(value -> (Object) value);
                })
                .mapMaterializedValue(value -> (Object) value)
                .asScala();
    }

    private Optional<String> refusal(HttpRequest request) {
        HttpFields.Mutable headers = HttpFields.build();
        request.getHeaders().forEach(header -> headers.add(header.name(), header.value()));
        return names.refusal(HttpURI.from(request.getUri().toString()), headers)
                .or(() -> BrowserRequests.refusal(headers));
    }

    private static HttpResponse forbidden(String refusal) {
        return (HttpResponse) org.apache.pekko.http.javadsl.model.HttpResponse.create()
                .withStatus(403)
                .withEntity(refusal + "\n");
    }
}
