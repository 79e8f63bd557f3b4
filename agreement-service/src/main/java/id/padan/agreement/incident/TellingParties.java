package id.padan.agreement.incident;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seat;
import id.padan.agreement.correspondence.Contacts;
import id.padan.agreement.correspondence.Letters;
import id.padan.agreement.document.AgreementFile;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Sends notices: the text that went is kept, and its hash is in the log. */
@ApplicationScoped
class TellingParties {
    private final IncidentStore store;
    private final RecordingActs acts;
    private final Outbox outbox;
    private final Contacts contacts;
    private final Letters letters;
    private final ObjectMapper json;

    TellingParties(
            IncidentStore store,
            RecordingActs acts,
            Outbox outbox,
            Contacts contacts,
            Letters letters,
            ObjectMapper json) {
        this.contacts = contacts;
        this.letters = letters;
        this.store = store;
        this.acts = acts;
        this.outbox = outbox;
        this.json = json;
    }

    /** Tells every other party, each at its contact of Ps 8, and from now on they see the incident. */
    void tellOthers(Handle tx, Seat seat, Incident incident, String textId, String textEn) {
        Instant told = null;
        for (AgreementFile.Party other : seat.otherParties()) {
            String contact = contacts.address(tx, incident.agreementId(), seat.file(), other.id())
                    .orElse(other.name());
            letters.write(
                    tx,
                    incident.agreementId(),
                    other.id(),
                    "incidents/" + incident.id(),
                    (incident.drill() ? "[LATIHAN/DRILL] " : "") + "Pasal 9: insiden/incident " + incident.id(),
                    letter(incident));
            var recorded = record(tx, seat, incident, Notice.Recipient.OTHER_PARTY, other.id(), textId, textEn);
            boolean late = recorded.at().isAfter(incident.tellBefore());
            store.add(
                    tx,
                    incident.id(),
                    new Notice(
                            UUID.randomUUID(),
                            Notice.Recipient.OTHER_PARTY,
                            other.id(),
                            contact,
                            textId,
                            textEn,
                            recorded.at(),
                            seat.actor(),
                            late,
                            recorded.leaf()));
            outbox.append(
                    tx,
                    OutboxEvent.of(
                            Topics.AGREEMENT_INCIDENT,
                            incident.id().toString(),
                            Topics.AGREEMENT_INCIDENT,
                            new IncidentTold(
                                    IncidentTold.TYPE,
                                    incident.id(),
                                    incident.agreementId(),
                                    incident.party(),
                                    other.id(),
                                    contact,
                                    incident.title(),
                                    incident.drill(),
                                    incident.sourceParty(),
                                    incident.detectedAt(),
                                    recorded.at(),
                                    late)));
            told = recorded.at();
        }
        store.told(tx, incident.id(), told);
    }

    /** Writes down that the authority or the persons were told. */
    void tell(
            Handle tx,
            Seat seat,
            Incident incident,
            Notice.Recipient recipient,
            String contact,
            String textId,
            String textEn) {
        var recorded = record(tx, seat, incident, recipient, recipient.name(), textId, textEn);
        store.add(
                tx,
                incident.id(),
                new Notice(
                        UUID.randomUUID(),
                        recipient,
                        recipient.name(),
                        contact,
                        textId,
                        textEn,
                        recorded.at(),
                        seat.actor(),
                        recorded.at().isAfter(incident.notifyBefore()),
                        recorded.leaf()));
    }

    private RecordingActs.Recorded record(
            Handle tx,
            Seat seat,
            Incident incident,
            Notice.Recipient recipient,
            String addressee,
            String textId,
            String textEn) {
        return acts.record(
                tx,
                seat,
                "INCIDENT_NOTICE",
                Map.of(
                        "addressee", addressee,
                        "incident", incident.id().toString(),
                        "recipient", recipient.name(),
                        "text", HexFormat.of().formatHex(RecordingActs.sha256(textId + "\n\n" + textEn))),
                "incidents/" + incident.id());
    }

    /** Mail is an open postcard: it says that there is a notice and where, the text is read after logging in. */
    private static String letter(Incident incident) {
        var path = "/api/agreements/v1/agreements/" + incident.agreementId() + "/incidents/" + incident.id();
        return "Pihak lainnya memberitahukan insiden menurut Pasal 9. Batas pemberitahuan: " + incident.notifyBefore()
                + ".\nBaca pemberitahuannya di " + path
                + "\n\nThe other party gives notice of an incident under Ps 9. Deadline: "
                + incident.notifyBefore() + ".\nRead the notice at " + path + "\n";
    }

    String text(Incident incident, Notice.Recipient recipient, AgreementFile file, boolean indonesian) {
        return indonesian
                ? NoticeTexts.indonesian(incident, recipient, known(incident), file.title())
                : NoticeTexts.english(incident, recipient, known(incident), file.title());
    }

    private NoticeTexts.Known known(Incident incident) {
        if (incident.radius() == null) {
            return null;
        }
        try {
            var radius = json.readValue(incident.radius(), BlastRadius.Summary.class);
            return new NoticeTexts.Known(radius.disclosures(), radius.subjects(), radius.elements(), radius.clauses());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored blast radius cannot be read any more");
        }
    }
}
