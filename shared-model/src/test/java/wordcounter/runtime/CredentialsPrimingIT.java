package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkSystemSetting;

class CredentialsPrimingIT {

    @Test
    void run_shouldGetToTheEnd_andLeaveNoSettingBehind() throws IOException {
        CredentialsPriming.run();

        assertThat(System.getProperty(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property()))
                .isNull();
        assertThat(System.getProperty(SdkSystemSetting.AWS_CONTAINER_AUTHORIZATION_TOKEN.property()))
                .isNull();
    }
}
