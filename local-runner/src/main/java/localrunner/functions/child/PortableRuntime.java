package localrunner.functions.child;

import com.amazonaws.services.lambda.crac.Context;
import com.amazonaws.services.lambda.crac.Core;
import com.amazonaws.services.lambda.crac.Resource;
import com.amazonaws.services.lambda.crac.RestoreException;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.StdOutLogSink;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.DtoSerializers;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.LambdaError;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.LambdaRuntimeApiClient;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.RapidErrorType;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.converters.LambdaErrorConverter;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.amazonaws.services.lambda.runtime.api.client.util.ConcurrencyConfig;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Runs AWS's runtime interface client without its native library, on systems for which AWS builds none.
 *
 * <p>The library is the client's HTTP client; here it is Java's. All else is AWS's code: loading of classes,
 * serialisation, hooks, errors.
 */
final class PortableRuntime extends AWSLambda {

    private PortableRuntime() {}

    /** Runs invocations until the process is ended. */
    static void run(String handler) throws Throwable {
        run(handler, _ -> {});
    }

    /** Runs the hooks before a checkpoint and after the restore, and then invocations. */
    static void runWithHooks(String handler) throws Throwable {
        run(handler, PortableRuntime::runHooks);
    }

    private static void run(String handler, BeforeInvocations before) throws Throwable {
        LambdaContextLogger logger = new LambdaContextLogger(
                new StdOutLogSink(),
                LogLevel.fromString(environment("AWS_LAMBDA_LOG_LEVEL", "UNDEFINED")),
                LogFormat.fromString(environment("AWS_LAMBDA_LOG_FORMAT", "TEXT")));
        LambdaRuntimeApiClient client = new JavaClient("http://" + environment("AWS_LAMBDA_RUNTIME_API", ""));
        LambdaRequestHandler loaded = load(handler, logger, client);
        before.run(client);
        startRuntimeLoops(loaded, logger, new ConcurrencyConfig(logger), client);
    }

    private interface BeforeInvocations {
        void run(LambdaRuntimeApiClient client) throws Throwable;
    }

    /**
     * Runs the hooks as AWS's client does, but for its native call, which clears the cache of host names. That takes a
     * private method of the client.
     */
    private static void runHooks(LambdaRuntimeApiClient client) throws Throwable {
        Context<Resource> context = Core.getGlobalContext();
        try {
            Method hooks = context.getClass().getDeclaredMethod("executeBeforeCheckpointHooks");
            hooks.setAccessible(true);
            hooks.invoke(context);
        } catch (InvocationTargetException e) {
            client.reportInitError(
                    error(e.getCause() == null ? e : e.getCause(), RapidErrorType.BeforeCheckpointError));
            System.exit(64);
        }
        client.restoreNext();
        try {
            context.afterRestore(context);
        } catch (RestoreException e) {
            client.reportRestoreError(error(e, RapidErrorType.AfterRestoreError));
            System.exit(64);
        }
    }

    private static LambdaError error(Throwable thrown, RapidErrorType type) {
        return new LambdaError(LambdaErrorConverter.fromThrowable(thrown), type);
    }

    /** Loads the handler by a private method of AWS's client, which has no public one that does all of it. */
    private static LambdaRequestHandler load(String handler, LambdaContextLogger logger, LambdaRuntimeApiClient client)
            throws Throwable {
        Method load = AWSLambda.class.getDeclaredMethod(
                "getLambdaRequestHandlerObject", String.class, LambdaContextLogger.class, LambdaRuntimeApiClient.class);
        load.setAccessible(true);
        try {
            return (LambdaRequestHandler) load.invoke(null, handler, logger, client);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }

    /** Calls the Runtime API by {@link HttpURLConnection}. AWS's client does so too, to report errors. */
    private static final class JavaClient implements LambdaRuntimeApiClient {

        private static final int OK = 200;
        private static final int ACCEPTED = 202;

        private final String base;

        JavaClient(String endpoint) {
            base = endpoint + "/2018-06-01/runtime/";
        }

        @Override
        public InvocationRequest nextInvocation() throws IOException {
            HttpURLConnection connection = open("invocation/next");
            expect(OK, connection);
            InvocationRequest request = new InvocationRequest();
            request.setId(connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"));
            request.setDeadlineTimeInMs(Long.parseLong(connection.getHeaderField("Lambda-Runtime-Deadline-Ms")));
            request.setInvokedFunctionArn(connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"));
            request.setClientContext(connection.getHeaderField("Lambda-Runtime-Client-Context"));
            request.setXrayTraceId(connection.getHeaderField("Lambda-Runtime-Trace-Id"));
            try (var body = connection.getInputStream()) {
                request.setContent(body.readAllBytes());
            }
            return request;
        }

        @Override
        public InvocationRequest nextInvocationWithExponentialBackoff(LambdaContextLogger logger) throws IOException {
            return nextInvocation();
        }

        @Override
        public void reportInvocationSuccess(String requestId, byte[] response) throws IOException {
            post("invocation/" + requestId + "/response", response, "");
        }

        @Override
        public void reportInvocationError(String requestId, LambdaError error) throws IOException {
            post("invocation/" + requestId + "/error", error);
        }

        @Override
        public void reportInitError(LambdaError error) throws IOException {
            post("init/error", error);
        }

        @Override
        public void restoreNext() throws IOException {
            HttpURLConnection connection = open("restore/next");
            expect(OK, connection);
            connection.getInputStream().close();
        }

        @Override
        public void reportRestoreError(LambdaError error) throws IOException {
            post("restore/error", error);
        }

        private void post(String path, LambdaError error) throws IOException {
            post(path, DtoSerializers.serialize(error.errorRequest), error.errorType.getRapidError());
        }

        private void post(String path, byte[] body, String errorType) throws IOException {
            HttpURLConnection connection = open(path);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            if (!errorType.isEmpty()) {
                connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", errorType);
            }
            connection.setFixedLengthStreamingMode(body.length);
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
            expect(ACCEPTED, connection);
            connection.getInputStream().close();
        }

        private HttpURLConnection open(String path) throws IOException {
            return (HttpURLConnection) URI.create(base + path).toURL().openConnection();
        }

        private static void expect(int status, HttpURLConnection connection) throws IOException {
            int answered = connection.getResponseCode();
            if (answered != status) {
                throw new IOException(
                        "The Runtime API answered " + answered + " to " + connection.getURL() + ", not " + status);
            }
        }
    }
}
