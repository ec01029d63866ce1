package localrunner.template.document;

import java.util.Set;

/** The names of CloudFormation's intrinsic functions, see "Intrinsic function reference" in its User Guide. */
public final class Intrinsics {

    public static final String REF = "Ref";
    public static final String CONDITION = "Condition";
    public static final String GET_ATT = "Fn::GetAtt";
    public static final String SUB = "Fn::Sub";
    public static final String JOIN = "Fn::Join";
    public static final String SELECT = "Fn::Select";
    public static final String SPLIT = "Fn::Split";
    public static final String FIND_IN_MAP = "Fn::FindInMap";
    public static final String IF = "Fn::If";
    public static final String EQUALS = "Fn::Equals";
    public static final String NOT = "Fn::Not";
    public static final String AND = "Fn::And";
    public static final String OR = "Fn::Or";

    static final Set<String> SUPPORTED =
            Set.of(REF, CONDITION, GET_ATT, SUB, JOIN, SELECT, SPLIT, FIND_IN_MAP, IF, EQUALS, NOT, AND, OR);

    private Intrinsics() {}

    /** The name as a key has it, for the name that follows an exclamation mark. */
    static String longForm(String shortName) {
        return shortName.equals(REF) || shortName.equals(CONDITION) ? shortName : "Fn::" + shortName;
    }

    /**
     * Whether a key calls a function. {@code Condition} does not count: as a key it also names the condition of a
     * resource or of an IAM statement.
     */
    static boolean isLongForm(String key) {
        return key.equals(REF) || key.startsWith("Fn::");
    }
}
