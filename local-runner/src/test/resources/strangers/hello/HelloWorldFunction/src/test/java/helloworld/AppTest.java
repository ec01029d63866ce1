package helloworld;

import static org.junit.Assert.fail;

import org.junit.Test;

/** The runner compiles tests and runs none; this one would end the build. */
public class AppTest {

    @Test
    public void successfulResponse() {
        fail("tests are not run");
    }
}
