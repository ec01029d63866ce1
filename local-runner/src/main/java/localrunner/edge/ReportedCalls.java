package localrunner.edge;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Facts;
import localrunner.facts.Payload;
import localrunner.time.Time;

/**
 * Tells of each call who made it, in which invocation, and how it went. What a service does for a call has the call as
 * its cause.
 *
 * <p>Which invocation calls is known by the session token, of which each process has its own; the access key names the
 * function only. Thread-safe.
 */
public final class ReportedCalls {

    private static final Pattern CODE =
            Pattern.compile("\"__type\"\\s*:\\s*\"(?:[^\"#]*#)?([^\"]+)\"|<Code>([^<]+)</Code>");

    private final Function<String, Cause> causes;
    private final Facts facts;
    private final Time time;
    private final AtomicLong calls = new AtomicLong();

    /** @param causes the invocation that the process with a session token runs; {@link Cause#NONE} when it runs none */
    public ReportedCalls(Function<String, Cause> causes, Facts facts, Time time) {
        this.causes = causes;
        this.facts = facts;
        this.time = time;
    }

    /** The service, as its clients reach it; one of the runner's own is the same. */
    public EdgeService before(EdgeService service) {
        return service.name().startsWith("_") ? service : new Reported(service);
    }

    /** The service, as its clients reach it. */
    public StreamingService before(StreamingService service) {
        return new ReportedStreaming(service);
    }

    /** A call that is being answered. */
    private final class Call {

        private final EdgeRequest request;
        private final Cause cause;
        private final String id = "call-" + calls.incrementAndGet();
        private final Instant at = time.now();
        private final long began = System.nanoTime();

        Call(EdgeRequest request) {
            this.request = request;
            cause = request.header("X-Amz-Security-Token").map(causes).orElseGet(Cause::current);
        }

        /** The cause of what is done for the call. */
        Cause here() {
            return cause.next(id, cause.who());
        }

        void answered(String service, int status, String error, Payload body) {
            Duration latency = Duration.ofNanos(System.nanoTime() - began);
            String caller = cause.who().isEmpty()
                    ? SigningScope.accessKeyId(request)
                            .flatMap(Application.Function::callerOf)
                            .orElse("")
                    : cause.who();
            cause.run(() -> facts.tell(new Fact.Called(
                    at,
                    caller,
                    service,
                    Operation.nameOf(service, request),
                    id,
                    status,
                    latency,
                    error,
                    request.payload(),
                    body)));
        }
    }

    private final class Reported implements EdgeService {

        private final EdgeService service;

        Reported(EdgeService service) {
            this.service = service;
        }

        @Override
        public String name() {
            return service.name();
        }

        @Override
        public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
            if (!facts.areHeard()) {
                return service.handle(request);
            }
            var call = new Call(request);
            EdgeResponse answer = call.here().call(() -> service.handle(request));
            call.answered(name(), answer.status(), error(answer), answer.payload());
            return answer;
        }
    }

    private static String error(EdgeResponse answer) {
        if (answer.status() < 400) {
            return "";
        }
        return Optional.ofNullable(answer.headers().get("x-amzn-ErrorType"))
                .or(() -> code(answer.bodyText()))
                .orElse("");
    }

    private static Optional<String> code(String body) {
        Matcher code = CODE.matcher(body);
        return code.find()
                ? Optional.ofNullable(code.group(1)).or(() -> Optional.ofNullable(code.group(2)))
                : Optional.empty();
    }

    /** Content is not told, as it may be larger than the memory. */
    private final class ReportedStreaming implements StreamingService {

        private final StreamingService service;

        ReportedStreaming(StreamingService service) {
            this.service = service;
        }

        @Override
        public String name() {
            return service.name();
        }

        @Override
        public boolean isAddressedBy(EdgeRequest head) {
            return service.isAddressedBy(head);
        }

        @Override
        public StreamedResponse handle(EdgeRequest head, InputStream body) throws IOException, InterruptedException {
            if (!facts.areHeard()) {
                return service.handle(head, body);
            }
            var call = new Call(head);
            StreamedResponse answer = answer(call, head, body);
            call.answered(
                    name(), answer.status(), answer.status() < 400 ? "" : "HTTP " + answer.status(), Payload.NONE);
            return answer;
        }

        /** A bound action has one type of exception, and this has two. */
        private StreamedResponse answer(Call call, EdgeRequest head, InputStream body)
                throws IOException, InterruptedException {
            try {
                return call.here().<StreamedResponse, Exception>call(() -> service.handle(head, body));
            } catch (IOException | InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
