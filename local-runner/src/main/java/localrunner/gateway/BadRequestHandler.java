package localrunner.gateway;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers a request that is no valid HTTP with Jetty's status, in the form of API Gateway. */
final class BadRequestHandler implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        String message = switch (response.getStatus()) {
            case 413 -> "Request Too Long";
            case 414 -> "URI Too Long";
            case 431 -> "Request Header Fields Too Large";
            default -> response.getStatus() >= 500 ? "Internal server error" : "Bad Request";
        };
        Content.Sink.write(response, true, "{\"message\":\"" + message + "\"}", callback);
        return true;
    }
}
