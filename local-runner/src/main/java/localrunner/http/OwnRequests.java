package localrunner.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before the handler of an internal port, and answers 403 to what a web page can send: a page that tries all
 * ports finds it, too. See {@link LocalNames} and {@link BrowserRequests}. Thread-safe.
 */
public final class OwnRequests extends Handler.Wrapper {

    private final LocalNames names = new LocalNames(Optional.empty());

    public OwnRequests(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<String> refusal = names.refusal(request.getHttpURI(), request.getHeaders())
                .or(() -> BrowserRequests.refusal(request.getHeaders()));
        if (refusal.isEmpty()) {
            return super.handle(request, response, callback);
        }
        response.setStatus(403);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        Content.Sink.write(response, true, refusal.get() + "\n", callback);
        return true;
    }
}
