package localrunner.ssm;

/** The types of parameters. Requests and answers have the names as they are here. */
enum ParameterType {
    String,
    StringList,
    SecureString
}
