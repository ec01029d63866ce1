package localrunner.functions.child;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Starts a function's process: AWS's runtime interface client, and a thread that ends the process when the runner is
 * gone.
 *
 * <p>The runner holds the other end of this process's standard input and never writes to it. The operating system
 * closes it when the runner ends, however it ends. So neither a handler that runs at that moment nor threads that it
 * left behind keep the process alive. The function itself sees an empty standard input, as on Lambda.
 */
public final class FunctionMain {

    /** Runs the client with AWS's native library. */
    public static final String NATIVE_CLIENT = "native-client";

    /** Runs the client without AWS's native library, see {@link PortableRuntime}. */
    public static final String PORTABLE_CLIENT = "portable-client";

    /** The same, with the hooks of SnapStart before the first invocation. */
    public static final String PORTABLE_CLIENT_WITH_HOOKS = "portable-client-with-hooks";

    private FunctionMain() {}

    /** @param arguments one of the clients above, and the function's handler */
    public static void main(String[] arguments) throws Throwable {
        Thread watch = new Thread(FunctionMain::endWithTheRunner, "local-runner-watch");
        watch.setDaemon(true);
        watch.start();
        System.setIn(InputStream.nullInputStream());
        String client = arguments[0];
        String handler = arguments[1];
        switch (client) {
            case NATIVE_CLIENT -> AWSLambda.main(new String[] {handler});
            case PORTABLE_CLIENT -> PortableRuntime.run(handler);
            case PORTABLE_CLIENT_WITH_HOOKS -> PortableRuntime.runWithHooks(handler);
            default -> throw new IllegalArgumentException("no such client: " + client);
        }
    }

    private static void endWithTheRunner() {
        try (FileInputStream runner = new FileInputStream(FileDescriptor.in)) {
            while (runner.read() >= 0) {
                // The runner sends nothing.
            }
        } catch (IOException e) {
            // An error means the same as the end of the stream: the runner is gone.
        }
        Runtime.getRuntime().halt(1);
    }
}
