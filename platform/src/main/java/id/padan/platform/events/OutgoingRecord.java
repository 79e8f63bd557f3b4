package id.padan.platform.events;

/**
 * What the relay sends for one aggregate.
 *
 * @param key UTF-8 key; events of one key keep their order
 * @param value UTF-8 JSON, null for a tombstone. Not copied: the maker does not touch it afterwards
 * @param partition where it must lie, null where its key belongs
 */
public record OutgoingRecord(String topic, String key, String type, byte[] value, Integer partition) {

    public OutgoingRecord(String topic, String key, String type, byte[] value) {
        this(topic, key, type, value, null);
    }
}
