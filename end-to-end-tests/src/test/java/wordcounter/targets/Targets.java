package wordcounter.targets;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests their target: one for the whole suite, closed at its end, or with {@link EmptyWorld} a new one for one test.
 *
 * <p>The system property {@code target} says which: {@code local} is {@code ./run-local}.
 */
public final class Targets implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(Targets.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Target.class;
    }

    @Override
    public Target resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // the store closes what is in it: the root's after the last test, a method's after that method; the keys
        // differ, as a
        // store looks into the one above it too
        return parameter
                .findAnnotation(EmptyWorld.class)
                .map(world -> context.getStore(NAMESPACE)
                        .getOrComputeIfAbsent("empty world", key -> start(world.timeScale()), Target.class))
                .orElseGet(() -> context.getRoot()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent("shared", key -> start(1), Target.class));
    }

    private static Target start(int timeScale) {
        String name = System.getProperty("target", "local");
        return switch (name) {
            case "local" -> LocalRunnerTarget.start(timeScale);
            default -> throw new IllegalArgumentException("-Dtarget=" + name + " is unknown; there is: local");
        };
    }
}
