package localrunner.functions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import localrunner.application.Application.Alias;
import localrunner.application.Application.Configuration;
import localrunner.application.Application.Function;
import localrunner.application.Application.LogFormat;
import localrunner.functions.child.FunctionMain;
import localrunner.invoke.FunctionDirectory;

/**
 * The command line and the environment of a function's process, as near to the managed runtime as a laptop allows.
 *
 * <p>AWS documents "Defined runtime environment variables" and "Lambda runtimes: Java" (AWS Lambda Developer Guide). A
 * process inherits nothing from the runner's environment, and finds nothing of the user's {@code ~/.aws}.
 *
 * @param published whether the process stands for the version behind the alias, or for {@code $LATEST}
 */
record ProcessCommand(Function function, boolean published, Path taskRoot, String region, FunctionNetwork network) {

    private static final double HEAP_SHARE = 0.85;

    /**
     * The locale, without which variables beyond ASCII are garbled. Lambda's is en_US.UTF-8, which is not installed on
     * many Linux systems.
     */
    private static final String UTF_8_LOCALE =
            System.getProperty("os.name").startsWith("Linux") ? "C.UTF-8" : "en_US.UTF-8";

    /** Whether hooks are run before the first invocation. Only published versions have SnapStart. */
    private boolean snapStart() {
        return published && function.alias().filter(Alias::snapStart).isPresent();
    }

    List<String> commandLine(RuntimeFiles runtime) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes() + "m");
        command.add("-XX:+UseSerialGC");
        // The managed runtime stops at the first compiler too, except under SnapStart, where nobody waits for the
        // start. Here somebody always does, and the second compiler doubles the processor time that it takes.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xshare:auto");
        // The file of performance data would stay in the temporary folder when the process is killed.
        command.add("-XX:-UsePerfData");
        command.add("-Djava.net.preferIPv4Stack=true");
        command.add("-Duser.language=en");
        command.add("-Duser.country=US");
        command.add("-Duser.home=" + runtime.home());
        // This is where the library org.crac finds the hooks of AWS's client.
        command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        command.add("--enable-native-access=ALL-UNNAMED");
        runtime.nativeLibrary()
                .ifPresent(library -> command.add(
                        "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + library));
        network.proxy().ifPresent(proxy -> command.addAll(proxy.options()));
        command.add("-cp");
        command.add(runtime.classPath());
        command.add(RuntimeFiles.MAIN.getName());
        command.add(client(runtime));
        command.add(function.configuration().handler());
        return command;
    }

    private String client(RuntimeFiles runtime) {
        if (runtime.nativeLibrary().isPresent()) {
            return FunctionMain.NATIVE_CLIENT;
        }
        return snapStart() ? FunctionMain.PORTABLE_CLIENT_WITH_HOOKS : FunctionMain.PORTABLE_CLIENT;
    }

    /** @param sessionToken of this process alone, by which its calls are known */
    Map<String, String> environment(RuntimeFiles runtime, String runtimeApi, String logStream, String sessionToken) {
        // The variable makes AWS's client run hooks. The portable client runs them by itself, and must not do so twice.
        boolean orderHooks = snapStart() && runtime.nativeLibrary().isPresent();
        Configuration configuration = function.configuration();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LANG", UTF_8_LOCALE);
        environment.put("TZ", ":UTC");
        // Java's SDKs go by the property user.home, other programs that a function starts by the password file.
        environment.put("AWS_CONFIG_FILE", runtime.home().resolve(".aws/config").toString());
        environment.put(
                "AWS_SHARED_CREDENTIALS_FILE",
                runtime.home().resolve(".aws/credentials").toString());
        environment.put("AWS_ENDPOINT_URL", network.endpointUrl().toString());
        if (configuration.logFormat() != LogFormat.TEXT) {
            environment.put("AWS_LAMBDA_LOG_FORMAT", configuration.logFormat().text());
        }
        environment.put("LD_LIBRARY_PATH", "/lib64:/usr/lib64:" + taskRoot + ":" + taskRoot.resolve("lib"));
        environment.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        environment.put("AWS_XRAY_DAEMON_ADDRESS", "169.254.79.129:2000");
        environment.putAll(configuration.environment());
        environment.put("_HANDLER", configuration.handler());
        environment.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        environment.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + configuration.runtime());
        environment.put("AWS_REGION", region);
        environment.put("AWS_DEFAULT_REGION", region);
        environment.put("AWS_ACCESS_KEY_ID", function.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_SESSION_TOKEN", sessionToken);
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        environment.put(
                "AWS_LAMBDA_FUNCTION_VERSION", published ? FunctionDirectory.PUBLISHED : FunctionDirectory.LATEST);
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(configuration.memoryMegabytes()));
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", orderHooks ? "snap-start" : "on-demand");
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        return environment;
    }

    private int heapMegabytes() {
        return (int) (function.configuration().memoryMegabytes() * HEAP_SHARE);
    }
}
