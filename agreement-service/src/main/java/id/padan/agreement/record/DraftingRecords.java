package id.padan.agreement.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.drafting.DraftingInputs;
import id.padan.agreement.drafting.RecordRequest;
import id.padan.agreement.inputs.MatchingInputs;
import id.padan.agreement.inputs.RecordInputs;
import id.padan.agreement.inputs.RecordKind;
import id.padan.agreement.inputs.UsageInputs;
import id.padan.agreement.rendering.RecordRenderer;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.UuidV7;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Drafts records, and reads again what one says. */
@ApplicationScoped
class DraftingRecords {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    private final RecordStore store;
    private final RecordFiles files;
    private final DraftingInputs drafting;
    private final ObjectMapper json;

    DraftingRecords(RecordStore store, RecordFiles files, DraftingInputs drafting, ObjectMapper json) {
        this.store = store;
        this.files = files;
        this.drafting = drafting;
        this.json = json;
    }

    /** A draft that is not stored yet. */
    OfficialRecord draft(Caller caller, StoredVersion agreement, RecordRequest request) {
        var kind = Words.present("kind", request.kind());
        var id = UuidV7.next();
        // The database's clock, as everywhere.
        var today = store.now().atZone(JAKARTA).toLocalDate();
        var text = files.renderer()
                .write(drafting.make(id, caller, agreement, request, today, replaced(agreement, request.replaces())));
        return new OfficialRecord(
                id,
                agreement.agreementId(),
                kind,
                caller.party(),
                digest(request),
                1,
                new RecordState.Draft(caller.officer() == null ? caller.subject() : caller.officer()),
                request.date(),
                kind == RecordKind.LAPORAN_PEMANFAATAN ? request.from() : null,
                kind == RecordKind.LAPORAN_PEMANFAATAN ? request.until() : null,
                text,
                RecordRenderer.sha256(text),
                RecordRenderer.sha256(files.make(kind, text)),
                List.of(),
                null);
    }

    private String replaced(StoredVersion agreement, UUID replaces) {
        if (replaces == null) {
            return null;
        }
        return store.find(agreement.agreementId(), replaces)
                .filter(record -> record.state() instanceof RecordState.Refused)
                .map(record -> headingOf(record).numbers().getFirst().number())
                .orElseThrow(() -> Words.invalid(
                        "replaces",
                        "Only a refused record of this agreement is replaced.",
                        "Hanya dokumen perjanjian ini yang ditolak yang dapat digantikan."));
    }

    RecordInputs.Official officialOf(OfficialRecord record, String party) {
        return headingOf(record).officials().stream()
                .filter(official -> official.party().equals(party))
                .findFirst()
                .orElseThrow();
    }

    String placeOf(OfficialRecord record) {
        return headingOf(record).place();
    }

    RecordInputs.Heading headingOf(OfficialRecord record) {
        try {
            return switch (record.kind()) {
                case BERITA_ACARA_PEMADANAN ->
                    json.readValue(record.inputs(), MatchingInputs.class).heading();
                case LAPORAN_PEMANFAATAN ->
                    json.readValue(record.inputs(), UsageInputs.class).heading();
            };
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds inputs of a record that cannot be read");
        }
    }

    private String digest(RecordRequest request) {
        try {
            return RecordRenderer.sha256(json.writeValueAsString(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that was read cannot fail to be JSON", e);
        }
    }
}
