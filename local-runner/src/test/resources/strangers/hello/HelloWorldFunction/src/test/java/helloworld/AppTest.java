package helloworld;

/** The runner compiles tests and runs none; this one would end the build. */
public class AppTest {

    public void testThatFails() {
        throw new AssertionError("tests are not run");
    }
}
