package id.padan.verification.projection;

import com.fasterxml.jackson.databind.ObjectReader;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One record of {@code asn.status.v1} that speaks of an epoch instead of a token: what lies before it in its partition is complete, or is
 * about to be emptied, or is emptied.
 *
 * @param partitions how many partitions get the same marker; only all of them together say something of the epoch
 */
record EpochMarker(int epoch, Phase phase, int partition, int partitions) {
    enum Phase {
        /** Every NIK of the register has been published under this epoch. */
        COMPLETE,
        /** From here on tokens of this epoch are emptied: their absence no longer says anything of a person. */
        RETIRING,
        /** No token of this epoch is left. */
        RETIRED
    }

    private static final byte[] KEY = "epoch-".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectReader READER = StrictJson.mapper().readerFor(Body.class);

    /** Whether a record is a marker, by its key: a token's has 32 hexadecimal digits. */
    static boolean isMarker(byte[] key) {
        if (key == null || key.length <= KEY.length) {
            return false;
        }
        for (int i = 0; i < KEY.length; i++) {
            if (key[i] != KEY[i]) {
                return false;
            }
        }
        return true;
    }

    /** @throws BadEvent if it breaks the contract {@code asn.status-epoch.v1.schema.json} */
    static EpochMarker parse(byte[] value) throws BadEvent {
        try {
            Body body = value == null ? null : READER.readValue(value);
            if (body == null
                    || !"asn.status-epoch".equals(body.type)
                    || body.epoch < 1
                    || body.epoch > Short.MAX_VALUE
                    || body.phase == null
                    || body.partition < 0
                    || body.partition >= body.partitions) {
                throw new BadEvent("not an asn.status-epoch object");
            }
            return new EpochMarker(body.epoch, body.phase, body.partition, body.partitions);
        } catch (IOException notThis) {
            throw new BadEvent(
                    "not an asn.status-epoch object: " + notThis.getClass().getSimpleName());
        }
    }

    private record Body(String type, int epoch, Phase phase, int partition, int partitions) {}
}
