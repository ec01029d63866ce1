package localrunner.functions;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import localrunner.application.Application;
import localrunner.console.RecordingConsole;
import localrunner.faults.Strikes;
import localrunner.fixtures.Obedient;
import localrunner.invoke.FunctionDirectory;
import localrunner.service.ServiceContext;
import localrunner.time.ScaledTime;

/**
 * A runner for a JVM of its own, whose function is busy for a minute. Its arguments are the code and a folder to work
 * in.
 */
final class RunnerToKill {

    private RunnerToKill() {}

    public static void main(String[] arguments) throws InterruptedException {
        Application application = FunctionFleetIT.application(
                FunctionFleetIT.function(Obedient.class).build());
        FunctionFleet fleet = new FunctionFleet(
                application,
                new FunctionDirectory(application),
                Map.of("Obedient", Path.of(arguments[0])),
                FleetSettings.of(Path.of(arguments[1]), FunctionNetwork.direct(URI.create("http://127.0.0.1:4566")), 1),
                Strikes.NEVER,
                new ServiceContext(new ScaledTime(1), new RecordingConsole(), () -> "request", (_, _) -> {}));
        fleet.invoke("stack-Obedient", "{\"do\":\"stay\"}");
        System.out.println("started");
        fleet.invoke("stack-Obedient", "{\"do\":\"sleep\",\"number\":60000}");
    }
}
