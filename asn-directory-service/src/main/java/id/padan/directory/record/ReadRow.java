package id.padan.directory.record;

/** What the tolerant reader made of one row. */
public sealed interface ReadRow {

    record Accepted(AsnRecord record) implements ReadRow {}

    /**
     * @param field SIASN name of the field at fault, null for a fault of the whole row
     * @param position character in the row, for a line that is no JSON; null otherwise
     * @param id the ASN id if it could be read: a full import must not take a refused record for a removed one
     */
    record Refused(RowRefusal reason, String field, Integer position, String id) implements ReadRow {}
}
