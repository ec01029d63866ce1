package wordcounter.operator;

import java.util.List;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** What stands in Parameter Store under a stack's name: its own parameters, and the secrets that somebody has put beside them. */
final class StackParameters {

    /** What DeleteParameters takes at once. */
    private static final int AT_ONCE = 10;

    private final StackAccess access;
    private final SsmClient ssm;

    StackParameters(StackAccess access, SsmClient ssm) {
        this.access = access;
        this.ssm = ssm;
    }

    /** Their names; no value is read in the clear. */
    List<String> under(String stack) {
        return access.call(() -> ssm
                .getParametersByPathPaginator(
                        request -> request.path("/" + stack).recursive(true).withDecryption(false))
                .stream()
                .flatMap(page -> page.parameters().stream())
                .map(Parameter::name)
                .toList());
    }

    /** Deletes those of them that there are. */
    void remove(List<String> names) {
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            List<String> some = names.subList(from, Math.min(from + AT_ONCE, names.size()));
            access.call(() -> ssm.deleteParameters(request -> request.names(some)));
        }
    }
}
