package localrunner.iam;

import java.util.List;

/** A policy, with the name that messages call it by. */
public record Policy(String name, List<Statement> statements) {
    public Policy {
        statements = List.copyOf(statements);
    }
}
