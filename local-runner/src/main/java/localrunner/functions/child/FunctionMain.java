package localrunner.functions.child;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a function's process starts with: AWS's runtime interface client, and a thread that ends the process when the
 * runner is gone.
 *
 * <p>The runner holds the other end of this process's standard input and never writes to it. The operating system
 * closes it when the runner ends, however it ends; a handler that runs at that moment, or threads that a handler left
 * behind, can't keep the process alive. The function itself sees an empty standard input, as on Lambda.
 *
 * <p>This package is all that a function's process gets of the runner. It must not use another.
 */
public final class FunctionMain {

    private FunctionMain() {}

    /**
     * @param arguments the handler; then, where AWS's native library does not exist, {@code portable}; then, under
     *     SnapStart, {@code snap-start}
     */
    public static void main(String[] arguments) throws Throwable {
        Thread watch = new Thread(FunctionMain::endWithTheRunner, "local-runner-watch");
        watch.setDaemon(true);
        watch.start();
        System.setIn(InputStream.nullInputStream());
        String handler = arguments[0];
        if (arguments.length > 1) {
            PortableRuntime.run(handler, arguments.length > 2);
        } else {
            AWSLambda.main(new String[] {handler});
        }
    }

    private static void endWithTheRunner() {
        try (FileInputStream runner = new FileInputStream(FileDescriptor.in)) {
            while (runner.read() >= 0) {
                // The runner sends nothing; whatever came would mean nothing.
            }
        } catch (IOException e) {
            // The runner is as gone as at the end of its stream.
        }
        Runtime.getRuntime().halt(1);
    }
}
