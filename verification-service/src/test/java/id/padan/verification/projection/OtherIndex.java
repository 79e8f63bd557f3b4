package id.padan.verification.projection;

import id.padan.platform.token.TokenKeys;
import java.util.List;
import java.util.Map;

/** The index of a second instance, which a test loads when it wants to. */
public final class OtherIndex {
    private final StatusIndex index;

    public OtherIndex(TokenKeys keys) {
        index = new StatusIndex(keys);
    }

    public StatusIndex index() {
        return index;
    }

    /** From here on it has read all that it had to. */
    public void load() {
        index.use(new StatusMapping("test-1", true, null, Map.of("m-active", List.of())));
        index.heardDataTime(TestRegister.DATA_TIME);
        index.caughtUp();
    }
}
