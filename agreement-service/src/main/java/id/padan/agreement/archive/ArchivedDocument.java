package id.padan.agreement.archive;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import id.padan.agreement.casework.CaseState;
import java.time.LocalDate;

/** A document in the archive; it is never changed nor deleted, only opened to the other party. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ArchivedDocument.Own.class, name = "OWN"),
    @JsonSubTypes.Type(value = ArchivedDocument.Shared.class, name = "SHARED")
})
public sealed interface ArchivedDocument extends CaseState {

    About about();

    /**
     * What is known of the content without opening it.
     *
     * @param kind such as {@code ORIGINAL}, {@code SCAN}, {@code LETTER}, {@code MINUTES}, {@code STATEMENT}
     * @param number as written on it, or null
     * @param dated as written on it, or null
     * @param sha256 of the content, hex
     * @param place where the paper is kept, or null (Ps 13: two originals)
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record About(
            String kind,
            String title,
            String number,
            LocalDate dated,
            String mediaType,
            long bytes,
            String sha256,
            String place) {}

    /** Only its own party may know of it. */
    record Own(About about) implements ArchivedDocument {
        @Override
        public String state() {
            return "OWN";
        }

        Shared share() {
            return new Shared(about);
        }
    }

    /** Both parties may read it. */
    record Shared(About about) implements ArchivedDocument {
        @Override
        public String state() {
            return "SHARED";
        }
    }
}
