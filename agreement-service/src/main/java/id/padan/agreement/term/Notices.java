package id.padan.agreement.term;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.agreement.acting.Act;
import id.padan.agreement.acting.AgreementProblem;
import id.padan.agreement.acting.RecordingActs;
import id.padan.agreement.acting.Seats;
import id.padan.agreement.approval.Approvals;
import id.padan.agreement.document.AgreementChecker;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.document.CanonicalDocument;
import id.padan.agreement.document.CheckedFile;
import id.padan.agreement.version.Revisions;
import id.padan.agreement.version.Storing;
import id.padan.agreement.version.StoringVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.writing.Words;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Notices of extension and early end. Only the approval of the last party changes the term, by a version that names the new end. */
@ApplicationScoped
class Notices {

    private final Jdbi jdbi;
    private final Revisions revisions;
    private final Approvals approvals;
    private final StoringVersion storing;
    private final AgreementChecker checker;
    private final RecordingActs acts;
    private final ObjectMapper json;

    Notices(
            Jdbi jdbi,
            Revisions revisions,
            Approvals approvals,
            StoringVersion storing,
            AgreementChecker checker,
            RecordingActs acts,
            ObjectMapper json) {
        this.jdbi = jdbi;
        this.revisions = revisions;
        this.approvals = approvals;
        this.storing = storing;
        this.checker = checker;
        this.acts = acts;
        this.json = json;
    }

    record Letter(String number, LocalDate date, String sha256) {}

    List<Notice> list(String agreementId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select * from term_notice where agreement_id = :id order by given_at desc, id")
                .bind("id", agreementId)
                .map((row, context) -> row(handle, row))
                .list());
    }

    Notice give(Caller caller, String agreementId, Notice.Kind kind, LocalDate lastDay, Letter letter) {
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            LocalDate present = requireSense(agreement, kind, lastDay);
            if (letter.date().isAfter(LegalDays.of(agreement.now()))) {
                throw Words.invalid("letterDate", "The letter bears a day to come.", "Tanggal surat belum tiba.");
            }
            // An extension is told before the present end, an early end before the end that it asks for.
            LocalDate deadline = LegalDays.noticeDeadline(kind == Notice.Kind.EXTENSION ? present : lastDay);
            int late = LegalDays.daysLate(deadline, agreement.now());
            UUID id = UUID.randomUUID();
            tx.createUpdate("""
                            insert into term_notice (id, agreement_id, kind, state, last_day, letter_number, letter_date,
                                                     letter_sha256, party, given_by, given_at, deadline, days_late)
                            values (:id, :agreement, :kind, 'GIVEN', :lastDay, :number, :date, :sha256, :party, :by, :at,
                                    :deadline, :late)
                            """)
                    .bind("id", id)
                    .bind("agreement", agreementId)
                    .bind("kind", kind.name())
                    .bind("lastDay", lastDay)
                    .bind("number", letter.number())
                    .bind("date", letter.date())
                    .bind("sha256", letter.sha256())
                    .bind("party", caller.party())
                    .bind("by", caller.subject())
                    .bind("at", agreement.now())
                    .bind("deadline", deadline)
                    .bind("late", late)
                    .execute();
            var unused = record(tx, "NOTICE_GIVEN", caller, agreement, get(tx, agreementId, id));
            return get(tx, agreementId, id);
        });
    }

    Notice approve(Caller caller, String agreementId, String id) {
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            Notice notice = get(tx, agreementId, idOf(id));
            requireGiven(notice);
            approvals.requireOpen(tx, notice.id(), agreement.parties(), caller);
            Seats.requireAnother(caller, notice.givenBy());
            requireSense(agreement, notice.kind(), notice.lastDay());
            UUID leaf = record(tx, "NOTICE_APPROVED", caller, agreement, notice);
            if (approvals.add(tx, notice.id(), agreement.parties(), caller, agreement.now(), leaf)) {
                String version = effect(tx, agreement, notice);
                tx.createUpdate(
                                "update term_notice set state = 'AGREED', agreed_at = :at, version = :version where id = :id")
                        .bind("id", notice.id())
                        .bind("at", agreement.now())
                        .bind("version", version)
                        .execute();
            }
            return get(tx, agreementId, notice.id());
        });
    }

    Notice withdraw(Caller caller, String agreementId, String id) {
        return jdbi.inTransaction(tx -> {
            Revisions.Locked agreement = revisions.lock(tx, agreementId);
            Notice notice = get(tx, agreementId, idOf(id));
            requireGiven(notice);
            if (!notice.party().equals(caller.party())) {
                throw ProblemException.of(
                        PlatformProblem.PARTY_MISMATCH,
                        "Only the party that gave the notice withdraws it.",
                        "Hanya pihak pemberi pemberitahuan yang dapat menariknya.");
            }
            tx.execute("update term_notice set state = 'WITHDRAWN' where id = ?", notice.id());
            var unused = record(tx, "NOTICE_WITHDRAWN", caller, agreement, notice);
            return get(tx, agreementId, notice.id());
        });
    }

    /** @return the present last day */
    private static LocalDate requireSense(Revisions.Locked agreement, Notice.Kind kind, LocalDate lastDay) {
        AgreementFile file = agreement.versions().getLast().file();
        Instant until = file.term().until().toInstant();
        LocalDate present = LegalDays.lastDay(until);
        if (!agreement.now().isBefore(until)) {
            throw ProblemException.of(
                    PlatformProblem.TERM_ENDED,
                    "The agreement has ended; what has ended is not extended but agreed anew.",
                    "Perjanjian sudah berakhir; tidak dapat diperpanjang, hanya dibuat baru.");
        }
        if (agreement.versions().getLast().effectiveFrom().isAfter(agreement.now())) {
            throw ProblemException.of(
                    AgreementProblem.ADDENDUM_OVERLAPS,
                    "A version is to come; wait for its date, or let an addendum carry the term.",
                    "Ada versi yang akan berlaku; tunggu tanggalnya atau atur jangka waktu lewat adendum.");
        }
        boolean sensible = kind == Notice.Kind.EXTENSION
                ? lastDay.isAfter(present)
                : lastDay.isBefore(present) && !lastDay.isBefore(LegalDays.of(agreement.now()));
        if (!sensible) {
            throw Words.invalid(
                    "lastDay",
                    "An extension ends after " + present + ", an early end before it and not in the past.",
                    "Perpanjangan berakhir setelah " + present
                            + "; pengakhiran lebih awal sebelum tanggal itu dan belum lewat.");
        }
        return present;
    }

    /** The version in force with another end: it takes over at once, and its term ends when both agreed. */
    private String effect(Handle tx, Revisions.Locked agreement, Notice notice) {
        ObjectNode document = json.valueToTree(agreement.versions().getLast().file());
        document.put("version", agreement.nextVersion());
        document.put("effectiveFrom", LegalDays.written(agreement.earliest()));
        ((ObjectNode) document.get("term")).put("until", LegalDays.written(LegalDays.endOf(notice.lastDay())));
        byte[] content = CanonicalDocument.write(document);
        if (!(checker.check(content) instanceof CheckedFile.Sound(AgreementFile file))) {
            throw new IllegalStateException("a sound agreement with another end is not sound");
        }
        Storing stored = storing.store(
                tx,
                agreement,
                file,
                content,
                CanonicalDocument.sha256(content),
                "notices/" + notice.id(),
                "agreement-term");
        if (!(stored instanceof Storing.Stored)) {
            throw new IllegalStateException("the next version was not new");
        }
        return file.version();
    }

    private static void requireGiven(Notice notice) {
        if (notice.state() != Notice.State.GIVEN) {
            throw ProblemException.of(
                            PlatformProblem.CONFLICT,
                            "The notice is " + notice.state() + ".",
                            "Pemberitahuan berstatus " + notice.state() + ".")
                    .with("state", notice.state());
        }
    }

    private UUID record(Handle tx, String kind, Caller caller, Revisions.Locked agreement, Notice notice) {
        var said = new TreeMap<String, String>();
        said.put("at", agreement.now().toString());
        said.put("daysLate", Integer.toString(notice.daysLate()));
        said.put("kind", notice.kind().name());
        said.put("lastDay", notice.lastDay().toString());
        said.put("letterSha256", notice.letterSha256());
        said.put("notice", notice.id().toString());
        return acts.record(
                tx,
                new Act(
                        kind,
                        agreement.policy(),
                        caller.party(),
                        caller.subject(),
                        "notices/" + notice.id(),
                        said,
                        agreement.othersThan(caller.party())),
                agreement.now());
    }

    private Notice get(Handle handle, String agreementId, UUID id) {
        return handle.createQuery("select * from term_notice where agreement_id = :agreement and id = :id")
                .bind("agreement", agreementId)
                .bind("id", id)
                .map((row, context) -> row(handle, row))
                .findOne()
                .orElseThrow(Notices::notFound);
    }

    private Notice row(Handle handle, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        OffsetDateTime agreed = row.getObject("agreed_at", OffsetDateTime.class);
        return new Notice(
                id,
                row.getString("agreement_id"),
                Notice.Kind.valueOf(row.getString("kind")),
                Notice.State.valueOf(row.getString("state")),
                row.getObject("last_day", LocalDate.class),
                row.getString("letter_number"),
                row.getObject("letter_date", LocalDate.class),
                row.getString("letter_sha256"),
                row.getString("party"),
                row.getString("given_by"),
                row.getObject("given_at", OffsetDateTime.class).toInstant(),
                row.getObject("deadline", LocalDate.class),
                row.getInt("days_late"),
                agreed == null ? null : agreed.toInstant(),
                row.getString("version"),
                approvals.list(handle, id));
    }

    private static UUID idOf(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException noId) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return ProblemException.of(
                PlatformProblem.NOT_FOUND, "There is no such notice.", "Pemberitahuan tersebut tidak ada.");
    }
}
