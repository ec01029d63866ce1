import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures what the local runner's console costs while no page is open, and while one is: requests a second of two runners,
 * with and without it, in turns.
 *
 * <p>{@code java benchmarks/load/ConsoleCost.java [ROUNDS [SECONDS]]}, in the checkout's folder. A request invokes the function
 * behind {@code GET /summaries}, which queries DynamoDB, through the edge port, as the API would refuse what is too much. Both
 * runners run the whole time, and only one has load. A round measures each once; the ratio is taken within a round, as a
 * machine's speed changes. Beside requests a second stands the processor time of the runner's own process for a
 * request, which says more where something else runs on the machine.
 */
public final class ConsoleCost {

    private static final int CLIENTS = 8;
    private static final Pattern READY = Pattern.compile("^Ready in .*");
    private static final Pattern EDGE = Pattern.compile(".*AWS_ENDPOINT_URL=(\\S+)");
    private static final String INVOKE = "/2015-03-31/functions/local-SummaryRetrieverFunction:live/invocations";
    private static final Path EVENT = Path.of("events/summary-retriever-fn/get-summaries.json");
    private static final String SIGNATURE = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/lambda/aws4_request,"
            + " SignedHeaders=host, Signature=fe5f80";

    private record Runner(Process process, URI edge) {

        /** The processor time that the runner itself has used, without its functions. */
        Duration cpu() {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }

    /**
     * What was measured.
     *
     * @param rate requests a second
     * @param cpu milliseconds of the runner's processor time for a request
     */
    private record Measured(double rate, double cpu) {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        Duration length = Duration.ofSeconds(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10);
        Runner with = start();
        Runner without = start("--no-console");
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int warming = 0; warming < 2; warming++) {
                measure(http, with, length);
                measure(http, without, length);
            }
            double[] closed = new double[rounds];
            double[] open = new double[rounds];
            double[] closedCpu = new double[rounds];
            double[] openCpu = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                // Each is the first as often as the last.
                boolean offFirst = round % 2 == 0;
                Measured before = measure(http, offFirst ? without : with, length);
                Measured watched = watched(http, with, length);
                Measured after = measure(http, offFirst ? with : without, length);
                Measured off = offFirst ? before : after;
                Measured on = offFirst ? after : before;
                closed[round] = on.rate() / off.rate();
                open[round] = watched.rate() / on.rate();
                closedCpu[round] = on.cpu() / off.cpu();
                openCpu[round] = watched.cpu() / on.cpu();
                System.out.printf(
                        "round %d: without %.0f/s (%.2f ms), with %.0f/s (%.2f ms), page open %.0f/s (%.2f ms)%n",
                        round + 1, off.rate(), off.cpu(), on.rate(), on.cpu(), watched.rate(), watched.cpu());
            }
            print("requests a second, with / without", closed);
            print("requests a second, page open / closed", open);
            print("processor time, with / without", closedCpu);
            print("processor time, page open / closed", openCpu);
        } finally {
            with.process().destroy();
            without.process().destroy();
        }
    }

    private static void print(String what, double[] ratios) {
        double middle = median(ratios);
        System.out.printf(
                "%s: median of %d rounds %.3f (%.3f to %.3f)%n",
                what, ratios.length, middle, ratios[0], ratios[ratios.length - 1]);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static Runner start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("./run-local", "--port", "0", "--edge-port", "0"));
        command.addAll(List.of("--parameter", "DocumentsBaseUrl=http://127.0.0.1:1"));
        command.addAll(List.of(options));
        Path log = Files.createTempFile("console-cost", ".log");
        log.toFile().deleteOnExit();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (process.isAlive()) {
            List<String> lines = Files.readAllLines(log);
            if (lines.stream().anyMatch(line -> READY.matcher(line).matches())) {
                return lines.stream()
                        .map(EDGE::matcher)
                        .filter(Matcher::matches)
                        .map(edge -> new Runner(process, URI.create(edge.group(1))))
                        .findFirst()
                        .orElseThrow();
            }
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        throw new IOException("run-local did not start:\n" + Files.readString(log));
    }

    /** Asks as fast as answers come, by several clients, and counts what the function has answered. */
    private static Measured measure(HttpClient http, Runner runner, Duration length)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(runner.edge() + INVOKE))
                .header("Authorization", SIGNATURE)
                .POST(HttpRequest.BodyPublishers.ofFile(EVENT))
                .build();
        LongAdder answered = new LongAdder();
        AtomicInteger refused = new AtomicInteger();
        Duration cpu = runner.cpu();
        long began = System.nanoTime();
        long end = began + length.toNanos();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                clients.execute(() -> {
                    while (System.nanoTime() < end) {
                        try {
                            HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
                            if (answer.statusCode() == 200
                                    && answer.headers().firstValue("X-Amz-Function-Error").isEmpty()) {
                                answered.increment();
                            } else {
                                refused.set(answer.statusCode());
                            }
                        } catch (IOException e) {
                            refused.set(-1);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            return;
                        }
                    }
                });
            }
        }
        if (refused.get() != 0) {
            System.err.println("some requests were answered with " + refused.get());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        double used = runner.cpu().minus(cpu).toNanos() / 1e6;
        return new Measured(answered.sum() / seconds, used / Math.max(1, answered.sum()));
    }

    /** The same while somebody reads what an open page is told. */
    private static Measured watched(HttpClient http, Runner runner, Duration length) throws Exception {
        HttpRequest stream = HttpRequest.newBuilder(URI.create(runner.edge() + "/_console/api/stream"))
                .build();
        var page = http.send(stream, HttpResponse.BodyHandlers.ofInputStream());
        Thread reader = Thread.ofVirtual().start(() -> {
            try (var in = page.body()) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The measurement is over.
            }
        });
        try {
            return measure(http, runner, length);
        } finally {
            page.body().close();
            reader.join(Duration.ofSeconds(5));
        }
    }
}
