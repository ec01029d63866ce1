package localrunner.ssm;

/** Named as on the wire. */
enum ParameterType {
    String,
    StringList,
    SecureString
}
