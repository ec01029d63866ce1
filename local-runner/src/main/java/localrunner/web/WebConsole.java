package localrunner.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import localrunner.edge.EdgeRequest;
import localrunner.edge.StreamedResponse;
import localrunner.edge.StreamingService;

/**
 * The console at {@code /_console} of the edge port: the page, and its API below {@code /_console/api/}.
 *
 * <p>The edge refuses what pages of other sites send. Beyond that, a request that changes something has to be one that
 * no other page can send without asking first: its content is {@code application/json}, it has the header {@code
 * X-Console: 1}, and its {@code Origin} is the edge's own. The page may load nothing from elsewhere and run no script
 * but its own ("Content Security Policy Level 3", W3C), so that what a payload says stays text. Thread-safe.
 */
public final class WebConsole implements StreamingService {

    /** The service's name, and the first part of its path. */
    public static final String NAME = "_console";

    private static final String ROOT = "/" + NAME;
    private static final String API = ROOT + "/api/";
    private static final String INDEX = "index.html";

    /** Enough for the largest payload that a function can be sent, in JSON. */
    private static final int LARGEST_BODY_BYTES = 16 * 1024 * 1024;

    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private final PageFiles files;
    private final WebRoutes routes = new WebRoutes();

    /** @param parts each names paths of its own */
    public WebConsole(List<? extends WebApi> parts) {
        this("/localrunner/web", parts);
    }

    /** @param folder of the page's files, on the class path */
    WebConsole(String folder, List<? extends WebApi> parts) {
        files = new PageFiles(folder);
        parts.forEach(part -> part.addTo(routes));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isAddressedBy(EdgeRequest head) {
        return head.path().equals(ROOT) || head.path().startsWith(ROOT + "/");
    }

    @Override
    public StreamedResponse handle(EdgeRequest head, InputStream body) throws IOException, InterruptedException {
        boolean api = head.path().startsWith(API);
        StreamedResponse answer;
        try {
            answer = api ? answerOfApi(head, body) : page(head);
        } catch (WebRefusal e) {
            answer = WebAnswers.message(e.status(), String.valueOf(e.getMessage()));
        }
        return protectedAnswer(answer, api);
    }

    private StreamedResponse page(EdgeRequest head) {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            throw new WebRefusal(405, "the page is read with GET, not " + head.method());
        }
        if (head.path().equals(ROOT)) {
            // Relative, since the edge answers under several names.
            return WebAnswers.empty(307, Map.of("Location", ROOT + "/"));
        }
        String name = head.path().substring(ROOT.length() + 1);
        return files.answer(
                        name.isEmpty() ? INDEX : name,
                        head.header("If-None-Match").orElse(""))
                .orElseThrow(
                        () -> new WebRefusal(404, "the console has no file " + name + "; its page is " + ROOT + "/"));
    }

    private StreamedResponse answerOfApi(EdgeRequest head, InputStream body) throws IOException, InterruptedException {
        boolean reads = head.method().equals("GET") || head.method().equals("HEAD");
        if (!reads) {
            requireOwnPage(head);
        }
        WebRoutes.Match match =
                routes.find(reads ? "GET" : head.method(), head.path().substring(API.length()));
        byte[] content = body.readNBytes(LARGEST_BODY_BYTES + 1);
        if (content.length > LARGEST_BODY_BYTES) {
            throw new WebRefusal(413, "a body has at most " + LARGEST_BODY_BYTES + " bytes");
        }
        return match.handler()
                .handle(new WebRequest(
                        head.method(),
                        head.path(),
                        match.variables(),
                        query(head.query()),
                        head.headers(),
                        new String(content, StandardCharsets.UTF_8)));
    }

    /** Lets in what the console's own page sends, and command lines that say the same. */
    private static void requireOwnPage(EdgeRequest head) {
        boolean json = head.header("Content-Type")
                .filter(type -> type.split(";", 2)[0].strip().equalsIgnoreCase("application/json"))
                .isPresent();
        boolean marked = head.header("X-Console").filter("1"::equals).isPresent();
        String own = "http://" + head.header("Host").orElse("");
        boolean ours = head.header("Origin").filter(own::equalsIgnoreCase).isPresent();
        if (!json || !marked || !ours) {
            throw new WebRefusal(
                    403,
                    "a request that changes something has the headers Content-Type: application/json, X-Console: 1 and"
                            + " Origin: " + own);
        }
    }

    private static Map<String, List<String>> query(String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        try {
            for (String pair : query.split("&", -1)) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                    String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                    parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
                }
            }
        } catch (IllegalArgumentException e) {
            throw new WebRefusal(400, "the query is malformed: " + e.getMessage());
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static StreamedResponse protectedAnswer(StreamedResponse answer, boolean api) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("Content-Security-Policy", api ? API_POLICY : PAGE_POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cache-Control", api ? "no-store" : "no-cache");
        return new StreamedResponse(answer.status(), headers, answer.body());
    }
}
