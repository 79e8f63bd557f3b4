package id.padan.agreement;

import id.padan.platform.architecture.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void followsTheHouseRules() {
        HouseRules.check("id.padan.agreement");
    }
}
