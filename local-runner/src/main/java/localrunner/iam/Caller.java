package localrunner.iam;

/** Who makes a call. */
public sealed interface Caller {

    /**
     * A role that a function, or a service in its place, has assumed.
     *
     * @param name of the session: Lambda's is the name of the function
     */
    record RoleSession(String roleArn, String name) implements Caller {

        /** Such as {@code arn:aws:sts::000000000000:assumed-role/Role/Function}. */
        public String arn() {
            return "arn:aws:sts::" + account() + ":assumed-role/" + roleName() + "/" + name;
        }

        String roleName() {
            return roleArn.substring(roleArn.lastIndexOf('/') + 1);
        }

        String account() {
            return roleArn.split(":", -1)[4];
        }
    }

    /**
     * A service by itself.
     *
     * @param name such as {@code sns.amazonaws.com}
     * @param sourceArn of the resource for which it calls, such as a topic
     */
    record Service(String name, String sourceArn) implements Caller {}
}
