package localrunner.template;

import java.util.Set;

/** The names of CloudFormation's intrinsic functions, see "Intrinsic function reference" in its User Guide. */
final class Intrinsics {

    static final String REF = "Ref";
    static final String CONDITION = "Condition";
    static final String GET_ATT = "Fn::GetAtt";
    static final String SUB = "Fn::Sub";
    static final String JOIN = "Fn::Join";
    static final String SELECT = "Fn::Select";
    static final String SPLIT = "Fn::Split";
    static final String FIND_IN_MAP = "Fn::FindInMap";
    static final String IF = "Fn::If";
    static final String EQUALS = "Fn::Equals";
    static final String NOT = "Fn::Not";
    static final String AND = "Fn::And";
    static final String OR = "Fn::Or";

    static final Set<String> SUPPORTED =
            Set.of(REF, CONDITION, GET_ATT, SUB, JOIN, SELECT, SPLIT, FIND_IN_MAP, IF, EQUALS, NOT, AND, OR);

    private Intrinsics() {}

    static String longForm(String shortName) {
        return shortName.equals(REF) || shortName.equals(CONDITION) ? shortName : "Fn::" + shortName;
    }

    /**
     * {@code Condition} is not among these: as a key it also names the condition of a resource or of an IAM statement.
     */
    static boolean isLongForm(String key) {
        return key.equals(REF) || key.startsWith("Fn::");
    }
}
