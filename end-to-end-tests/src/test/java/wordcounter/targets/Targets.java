package wordcounter.targets;

import java.lang.reflect.Executable;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests their target: one for the whole suite, closed at its end, or with {@link EmptyWorld} a new one for one test.
 *
 * <p>The system property {@code target} says which: {@code local} is {@code ./run-local}, {@code localstack} is LocalStack in
 * Docker, {@code deployed} the stack that the property {@code stack} names. Tests are skipped, and once it is said why, where
 * there is no Docker or the target has not what they need. With the environment variable {@code LOCALSTACK_REQUIRED}, which CI
 * sets, they fail where LocalStack can't be started.
 */
public final class Targets implements ParameterResolver, ExecutionCondition {

    private static final Namespace NAMESPACE = Namespace.create(Targets.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Target.class;
    }

    @Override
    public Target resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Optional<EmptyWorld> emptyWorld = parameter.findAnnotation(EmptyWorld.class);
        Supplier<Target> starter =
                starter(context, emptyWorld.map(EmptyWorld::timeScale).orElse(1));
        // a store closes what is in it: a method's after that method, the session's at the end
        // the keys differ, since a store looks into the one above it too
        return emptyWorld.isPresent()
                ? context.getStore(NAMESPACE).getOrComputeIfAbsent("empty world", key -> starter.get(), Target.class)
                : context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                        .getOrComputeIfAbsent("shared", key -> starter.get(), Target.class);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> obstacle = isLocalStack() ? localStackObstacle(context) : Optional.empty();
        Optional<EmptyWorld> emptyWorld = emptyWorld(context);
        if (obstacle.isEmpty() && emptyWorld.isPresent() && name().equals("deployed")) {
            obstacle = Optional.of("a deployed stack is not empty, and others may be using it");
        }
        if (obstacle.isEmpty()
                && emptyWorld.filter(world -> world.timeScale() != 1).isPresent()
                && isLocalStack()) {
            obstacle = Optional.of("time does not pass faster there");
        }
        obstacle.ifPresent(reason -> context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(reason, key -> {
                    System.out.println("SKIPPED on " + name() + ": " + reason);
                    return reason;
                }));
        return obstacle.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("the target has what it needs"));
    }

    private static Optional<EmptyWorld> emptyWorld(ExtensionContext context) {
        Executable executable = context.getTestMethod()
                .<Executable>map(method -> method)
                .orElseGet(() -> context.getRequiredTestClass().getDeclaredConstructors()[0]);
        return Stream.of(executable.getParameters())
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(EmptyWorld.class)))
                .findFirst();
    }

    private static Optional<String> localStackObstacle(ExtensionContext context) {
        String obstacle = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent("obstacle", key -> LocalStack.obstacle().orElse(""), String.class);
        if (!obstacle.isEmpty() && System.getenv("LOCALSTACK_REQUIRED") != null) {
            throw new IllegalStateException("LOCALSTACK_REQUIRED is set, but " + obstacle);
        }
        return Optional.of(obstacle).filter(reason -> !reason.isEmpty());
    }

    private static Supplier<Target> starter(ExtensionContext context, int timeScale) {
        return switch (name()) {
            case "local" -> () -> LocalRunnerTarget.start(timeScale);
            case "localstack" -> localStack(context)::deploy;
            case "deployed" -> () -> new DeployedTarget(stack());
            default ->
                throw new IllegalArgumentException(
                        "-Dtarget=" + name() + " is unknown; there are: local, localstack, deployed");
        };
    }

    /** In the store before what is deployed to it, so that it is closed after that. */
    private static LocalStack localStack(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent("localstack", key -> LocalStack.start(), LocalStack.class);
    }

    private static String stack() {
        return Optional.ofNullable(System.getProperty("stack"))
                .filter(stack -> !stack.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(
                        "-Dtarget=deployed needs the stack's name too, for instance -Dstack=word-counter-dev"));
    }

    private static boolean isLocalStack() {
        return name().equals("localstack");
    }

    private static String name() {
        return System.getProperty("target", "local");
    }
}
