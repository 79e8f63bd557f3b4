package id.padan.platform.agreement;

import java.util.Objects;

/** Which version of which agreement decided. Every answer and every proof leaf carries it. */
public record PolicyRef(String agreementId, String version) {

    public PolicyRef {
        Objects.requireNonNull(agreementId, "agreementId");
        Objects.requireNonNull(version, "version");
    }

    /** {@code kemnaker-bkn-2024/1}. */
    @Override
    public String toString() {
        return agreementId + "/" + version;
    }
}
