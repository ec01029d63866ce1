package wordcounter.retriever;

import java.util.Optional;
import wordcounter.http.ApiRequest;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;

/** Reads query parameters that are not text. */
final class QueryParameters {

    /** The most that one answer lists. */
    private static final int MAX_NUMBER = 100;

    private QueryParameters() {}

    /**
     * The parameter as a whole number from 1 to 100.
     *
     * @throws ProblemException 400 when it is none
     */
    static int number(ApiRequest request, String name, int byDefault) {
        Optional<String> value = request.queryParameter(name);
        if (value.isEmpty()) {
            return byDefault;
        }
        if (value.get().matches("[0-9]{1,3}")) {
            int number = Integer.parseInt(value.get());
            if (number >= 1 && number <= MAX_NUMBER) {
                return number;
            }
        }
        throw new ProblemException(
                Problem.Type.INVALID_PARAMETER, name + " is a whole number from 1 to " + MAX_NUMBER + ".");
    }

    /**
     * Whether the parameter is there and true.
     *
     * @throws ProblemException 400 when it is neither true nor false
     */
    static boolean isTrue(ApiRequest request, String name) {
        return switch (request.queryParameter(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ProblemException(Problem.Type.INVALID_PARAMETER, name + " is true or false.");
        };
    }
}
