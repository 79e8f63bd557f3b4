package id.padan.correction;

import id.padan.platform.architecture.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void followsTheHouseRules() {
        HouseRules.check("id.padan.correction");
    }
}
