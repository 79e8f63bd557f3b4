package id.padan.platform.architecture;

import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void followsTheHouseRules() {
        HouseRules.check("id.padan.platform");
    }
}
