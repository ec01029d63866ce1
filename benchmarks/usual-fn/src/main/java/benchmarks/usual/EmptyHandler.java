package benchmarks.usual;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Does nothing: the floor that Java and the runtime interface client set. */
public final class EmptyHandler implements RequestStreamHandler {

    private static final byte[] ACCEPTED = "{\"statusCode\":202}".getBytes(StandardCharsets.UTF_8);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(ACCEPTED);
    }
}
