package wordcounter.targets;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * On a class whose constructor or methods take a {@link Target}. Classes run side by side, also those that share one target: they
 * have words of their own.
 */
@Inherited
@java.lang.annotation.Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Targets.class)
@ResourceLock(providers = AgainstTarget.SharedTarget.class)
public @interface AgainstTarget {

    /** Whether the class's tests look at what all share, totals for instance: no other class uses the shared target meanwhile. */
    boolean alone() default false;

    /** The lock of a class that takes the shared target, and none of one that takes each an {@link EmptyWorld}. */
    final class SharedTarget implements ResourceLocksProvider {

        @Override
        public Set<Lock> provideForClass(Class<?> testClass) {
            boolean shares = Stream.of(testClass.getDeclaredConstructors(), testClass.getDeclaredMethods())
                    .flatMap(Stream::of)
                    .map(Executable.class::cast)
                    .filter(executable -> !Modifier.isPrivate(executable.getModifiers()))
                    .flatMap(executable -> Stream.of(executable.getParameters()))
                    .anyMatch(SharedTarget::isShared);
            boolean alone = testClass.getAnnotation(AgainstTarget.class).alone();
            return shares
                    ? Set.of(new Lock("shared target", alone ? ResourceAccessMode.READ_WRITE : ResourceAccessMode.READ))
                    : Set.of();
        }

        private static boolean isShared(Parameter parameter) {
            return parameter.getType() == Target.class && !parameter.isAnnotationPresent(EmptyWorld.class);
        }
    }
}
