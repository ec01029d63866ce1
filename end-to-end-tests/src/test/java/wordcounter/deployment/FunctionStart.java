package wordcounter.deployment;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.crac.Resource;

/** What {@link FunctionStartIT} runs in a JVM of its own, as Lambda's runtime would: it starts a function. */
final class FunctionStart {

    /** Printed when the function is started. */
    static final String STARTED = "FunctionStart: started";

    /** Printed when its snapshot would be taken. */
    static final String PRIMED = "FunctionStart: primed";

    /** In place of an event. */
    static final String ONLY_PRIME = "only-prime";

    private FunctionStart() {}

    /**
     * Starts a function, primes it, and has it answer.
     *
     * @param arguments the handler's class; where it goes on after the start, the file of an event, or {@link #ONLY_PRIME}
     */
    public static void main(String[] arguments) throws Exception {
        Object handler = Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
        System.out.println(STARTED);
        if (arguments.length == 1) {
            return;
        }
        Context context = context();
        context.getRemainingTimeInMillis();
        Optional<byte[]> event = arguments[1].equals(ONLY_PRIME)
                ? Optional.empty()
                : Optional.of(Files.readAllBytes(Path.of(arguments[1])));
        ((Resource) handler).beforeCheckpoint(null);
        System.out.println(PRIMED);
        if (event.isPresent()) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ((RequestStreamHandler) handler).handleRequest(new ByteArrayInputStream(event.get()), answer, context);
            System.out.println(answer.toString(StandardCharsets.UTF_8));
        }
    }

    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                FunctionStart.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "getRemainingTimeInMillis" -> 20_000;
                    case "getAwsRequestId" -> "8f3c1d52-5a7e-4a51-9f0e-2d9b7c6a1e44";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
