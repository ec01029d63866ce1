package wordcounter.targets;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter of a test method, or of a constructor with one instance per class: a target in which nothing was counted yet
 * and nobody else counts. It is closed at the end of the method, or of the class.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface EmptyWorld {

    /** How much faster retries and age limits pass; tests that want another than 1 are skipped where time can't be scaled. */
    int timeScale() default 1;
}
