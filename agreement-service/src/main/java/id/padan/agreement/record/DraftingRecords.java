package id.padan.agreement.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.provenlist.LogKeys;
import id.padan.agreement.provenlist.ProvenLists;
import id.padan.agreement.rendering.MatchingInputs;
import id.padan.agreement.rendering.ProvinceTable;
import id.padan.agreement.rendering.RecordInputs;
import id.padan.agreement.rendering.RecordRenderer;
import id.padan.agreement.rendering.UnbalancedRecord;
import id.padan.agreement.rendering.UsageInputs;
import id.padan.agreement.usage.HalfYears;
import id.padan.agreement.usage.UsageRegister;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.UuidV7;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.ProofLog;
import id.padan.proof.LogKey;
import id.padan.proof.ProofFault;
import id.padan.proof.SignedHead;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the inputs of a record out of a request, the agreement and what is proven or counted; refuses what does not balance. */
@ApplicationScoped
class DraftingRecords {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final Pattern NIP = Pattern.compile("[0-9]{18}");
    private static final int MOST_LISTS = 100;

    private final RecordStore store;
    private final RecordFiles files;
    private final LogKeys keys;
    private final UsageRegister register;
    private final ProofLog log;
    private final ObjectMapper json;
    private final Optional<String> publicUrl;
    private final Map<String, String> provinces = Provinces.names();

    DraftingRecords(
            RecordStore store,
            RecordFiles files,
            LogKeys keys,
            UsageRegister register,
            ProofLog log,
            ObjectMapper json,
            @ConfigProperty(name = "padan.records.public-url") Optional<String> publicUrl) {
        this.store = store;
        this.files = files;
        this.keys = keys;
        this.register = register;
        this.log = log;
        this.json = json;
        this.publicUrl = publicUrl;
    }

    /** A draft that is not stored yet. */
    OfficialRecord draft(Caller caller, StoredVersion agreement, RecordRequest request) {
        var kind = Words.there(request.kind(), "kind");
        var id = UuidV7.next();
        RecordInputs inputs =
                switch (kind) {
                    case BERITA_ACARA_PEMADANAN -> matching(id, caller, agreement, request);
                    case LAPORAN_PEMANFAATAN -> usage(id, caller, agreement, request);
                };
        try {
            files.renderer().requireBalance(inputs);
        } catch (UnbalancedRecord unbalanced) {
            throw unbalanced(unbalanced);
        }
        var text = files.renderer().write(inputs);
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

    private static ProblemException unbalanced(UnbalancedRecord unbalanced) {
        var differences = unbalanced.broken().stream()
                .map(equation -> {
                    var difference = new LinkedHashMap<String, Object>();
                    difference.put("equation", equation.text());
                    difference.put("left", equation.left());
                    difference.put("right", equation.right());
                    difference.put("difference", equation.difference());
                    return difference;
                })
                .toList();
        return ProblemException.of(
                        RecordProblem.RECORD_UNBALANCED,
                        "No record is made of numbers that do not agree; see differences.",
                        "Dokumen tidak dibuat dari angka yang tidak setara; lihat differences.")
                .with("differences", differences);
    }

    private MatchingInputs matching(UUID id, Caller caller, StoredVersion agreement, RecordRequest request) {
        if (request.batches().isEmpty() || request.batches().size() > MOST_LISTS) {
            throw Words.invalid(
                    "batches",
                    "A berita acara is about 1 to " + MOST_LISTS + " lists.",
                    "Berita acara memuat 1 sampai " + MOST_LISTS + " daftar.");
        }
        var logKeys = keys.list();
        if (logKeys.isEmpty()) {
            throw ProblemException.of(
                    RecordProblem.RECORD_LOG_KEY_MISSING,
                    "The operator names the verifier keys of verification's log in PADAN_VERIFICATION_LOG_KEYS.",
                    "Operator menetapkan kunci pemeriksa log verifikasi pada PADAN_VERIFICATION_LOG_KEYS.");
        }
        var proven = new ArrayList<ProvenLists.Proven>();
        var seen = new HashSet<UUID>();
        for (var batch : request.batches()) {
            int number = proven.size() + 1;
            var field = "batches[" + (number - 1) + "]";
            var list = proven(batch, field, logKeys, number);
            if (!list.agreement().equals(agreement.agreementId())
                    || !list.party().equals(caller.party())) {
                throw Words.invalid(
                        field + ".receipt",
                        "This list was answered under another agreement or for another party.",
                        "Daftar ini dijawab menurut perjanjian lain atau untuk pihak lain.");
            }
            if (!seen.add(list.source().batchId())) {
                throw Words.invalid(
                        field + ".receipt", "The same list stands twice.", "Daftar yang sama tercantum dua kali.");
            }
            if (list.programme() == null
                    || !list.programme()
                            .equals(
                                    proven.isEmpty()
                                            ? list.programme()
                                            : proven.getFirst().programme())) {
                throw Words.invalid(
                        field + ".receipt",
                        "All lists of a berita acara belong to one programme.",
                        "Semua daftar dalam berita acara berasal dari satu program.");
            }
            proven.add(list);
        }
        var sources = proven.stream().map(ProvenLists.Proven::source).toList();
        var programme = agreement.file().programmes().stream()
                .filter(known -> known.code().equals(proven.getFirst().programme()))
                .map(known -> new MatchingInputs.Programme(known.code(), known.name(), known.legalBasis()))
                .findFirst()
                .orElseGet(() -> new MatchingInputs.Programme(
                        proven.getFirst().programme(), proven.getFirst().programme(), null));
        var counted = provinces(request);
        var inputs = new MatchingInputs(
                id,
                heading(agreement, request),
                naming(agreement),
                programme,
                sources,
                counted,
                followUp(request),
                proven.stream()
                        .map(ProvenLists.Proven::log)
                        .max(Comparator.comparingLong(RecordInputs.LogPoint::size))
                        .orElseThrow());
        // Before small cells are merged away, so that the difference is told of what was sent.
        try {
            files.renderer().requireBalance(inputs);
        } catch (UnbalancedRecord unbalanced) {
            throw unbalanced(unbalanced);
        }
        return new MatchingInputs(
                id,
                inputs.heading(),
                inputs.agreement(),
                programme,
                sources,
                ProvinceTable.protectedFrom(counted),
                inputs.followUp(),
                inputs.log());
    }

    private static ProvenLists.Proven proven(
            RecordRequest.BatchReceipt batch, String field, List<LogKey> logKeys, int number) {
        var fileName = Words.require(batch.fileName(), field + ".fileName", 120);
        try {
            return ProvenLists.of(batch.receipt(), fileName, logKeys);
        } catch (ProofFault fault) {
            throw ProblemException.of(
                            RecordProblem.RECORD_RECEIPT_INVALID,
                            "Receipt " + number + " does not hold: " + fault.getMessage()
                                    + ". Send it as GET /api/verification/v1/batches/{id}/receipt gave it.",
                            "Tanda terima ke-" + number + " tidak sah: " + fault.getMessage()
                                    + ". Kirim sebagaimana diterima dari GET /api/verification/v1/batches/{id}/receipt.")
                    .with("field", field + ".receipt");
        }
    }

    private List<ProvinceTable.Row> provinces(RecordRequest request) {
        var rows = new ArrayList<ProvinceTable.Row>();
        var seen = new HashSet<String>();
        for (var province : request.provinces()) {
            var name = provinces.get(Words.require(province.code(), "provinces.code", 2));
            if (name == null || !seen.add(province.code())) {
                throw Words.invalid(
                        "provinces.code",
                        "Each province stands once, by its two-digit code.",
                        "Setiap provinsi tercantum satu kali dengan kode dua angka.");
            }
            if (province.registered() < 0 || province.matched() < province.registered()) {
                throw Words.invalid(
                        "provinces",
                        "Of a province's matched rows no more can be registered than there are.",
                        "Jumlah tercatat tidak dapat melebihi jumlah dipadankan pada suatu provinsi.");
            }
            rows.add(new ProvinceTable.Row(name, province.matched(), province.registered()));
        }
        return rows;
    }

    private static List<MatchingInputs.FollowUp> followUp(RecordRequest request) {
        return request.followUp().stream()
                .map(followUp -> new MatchingInputs.FollowUp(
                        Words.require(followUp.action(), "followUp.action", 1000),
                        Words.require(followUp.responsible(), "followUp.responsible", 200),
                        Words.there(followUp.due(), "followUp.due")))
                .toList();
    }

    private UsageInputs usage(UUID id, Caller caller, StoredVersion agreement, RecordRequest request) {
        var from = Words.there(request.from(), "from");
        var until = Words.there(request.until(), "until");
        var period = new HalfYears.Period(from, until);
        var term = agreement.file().term();
        var periods = HalfYears.of(
                term.from().atZoneSameInstant(JAKARTA).toLocalDate(),
                term.until().atZoneSameInstant(JAKARTA).toLocalDate().minusDays(1));
        if (!periods.contains(period)) {
            throw Words.invalid(
                    "from",
                    "A report is about a half-year of the agreement.",
                    "Laporan memuat satu semester dalam jangka waktu perjanjian.");
        }
        // The database's clock, as everywhere.
        if (!until.isBefore(today())) {
            throw Words.invalid(
                    "until",
                    "The period has not ended; its numbers can still change.",
                    "Periode belum berakhir; angkanya masih dapat berubah.");
        }
        var told = request.told() == null ? new RecordRequest.Told(null, null, null, null, null) : request.told();
        return new UsageInputs(
                id,
                heading(agreement, request),
                naming(agreement),
                from,
                until,
                register.find(agreement.agreementId(), caller.party(), period)
                        .orElseThrow(() -> ProblemException.of(
                                RecordProblem.RECORD_REGISTER_MISSING,
                                "This installation keeps no register of disclosures, from which a report is counted.",
                                "Pemasangan ini belum memiliki register pengungkapan sebagai sumber laporan.")),
                new UsageInputs.Told(
                        Words.list(told.benefits(), "told.benefits"),
                        Words.list(told.incidents(), "told.incidents"),
                        Words.list(told.security(), "told.security"),
                        Words.list(told.obstacles(), "told.obstacles"),
                        Words.list(told.plan(), "told.plan")),
                ownLog());
    }

    private LocalDate today() {
        return store.now().atZone(JAKARTA).toLocalDate();
    }

    private RecordInputs.LogPoint ownLog() {
        try {
            var head = SignedHead.parse(log.head().head()).head();
            return new RecordInputs.LogPoint(
                    head.origin(), head.size(), Base64.getEncoder().encodeToString(head.root()), head.at());
        } catch (ProofFault fault) {
            throw new IllegalStateException("the log's own head cannot be read: " + fault.getMessage());
        }
    }

    private RecordInputs.Heading heading(StoredVersion agreement, RecordRequest request) {
        var kind = request.kind();
        var signers = agreement.file().parties().stream()
                .filter(party -> kind.isSignedByBoth() || party.role().equals(OfficialRecords.GIVES))
                .toList();
        var numbers = new ArrayList<RecordInputs.DocumentNumber>();
        var officials = new ArrayList<RecordInputs.Official>();
        for (var party : signers) {
            numbers.add(new RecordInputs.DocumentNumber(
                    party.role(), Words.require(request.numbers().get(party.id()), "numbers." + party.id(), 80)));
            officials.add(official(party, request.officials().get(party.id())));
        }
        return new RecordInputs.Heading(
                RecordRenderer.TEMPLATE,
                letterhead(agreement, request.letterhead()),
                numbers,
                date(request.date()),
                Words.require(request.place(), "place", 80),
                officials,
                Words.list(request.legalBasis(), "legalBasis"),
                Words.list(request.notes(), "notes"),
                replaced(agreement, request.replaces()),
                publicUrl
                                .filter(url -> !url.isBlank())
                                .orElseThrow(() -> ProblemException.of(
                                        PlatformProblem.UNAVAILABLE,
                                        "The operator names the public address in PADAN_PUBLIC_URL; a record's QR code leads"
                                                + " there.",
                                        "Operator menetapkan alamat publik pada PADAN_PUBLIC_URL; kode QR dokumen menuju"
                                                + " ke sana."))
                                .replaceAll("/+$", "")
                        + "/api/agreements/v1/agreements/" + agreement.agreementId() + "/official-records");
    }

    private LocalDate date(LocalDate date) {
        if (Words.there(date, "date").isAfter(today())) {
            throw Words.invalid(
                    "date", "A record is not dated in the future.", "Dokumen tidak bertanggal di masa depan.");
        }
        return date;
    }

    private static RecordInputs.Official official(AgreementFile.Party party, RecordRequest.Official official) {
        var field = "officials." + party.id();
        Words.there(official, field);
        if (official.nip() == null || !NIP.matcher(official.nip()).matches()) {
            throw Words.invalid(field + ".nip", "A NIP has 18 digits.", "NIP terdiri atas 18 angka.");
        }
        return new RecordInputs.Official(
                party.id(),
                party.role(),
                party.name(),
                Words.require(official.name(), field + ".name", 150),
                official.nip(),
                Words.require(official.position(), field + ".position", 200),
                Words.optional(official.basis(), field + ".basis", 300));
    }

    private static RecordInputs.Letterhead letterhead(StoredVersion agreement, RecordRequest.Letterhead given) {
        var party = agreement.file().parties().stream()
                .filter(known -> known.role().equals(OfficialRecords.GIVES))
                .findFirst()
                .orElseThrow();
        var contact = party.contact();
        var line = contact == null ? null : lineOf(contact);
        return given == null
                ? new RecordInputs.Letterhead(party.name(), contact == null ? null : contact.unit(), null, line)
                : new RecordInputs.Letterhead(
                        party.name(),
                        Words.optional(given.unit(), "letterhead.unit", 150),
                        Words.optional(given.address(), "letterhead.address", 200),
                        Words.optional(given.contact(), "letterhead.contact", 200));
    }

    private static String lineOf(AgreementFile.Contact contact) {
        var parts = new ArrayList<String>();
        if (contact.phone() != null) {
            parts.add("Telepon " + contact.phone());
        }
        if (contact.email() != null) {
            parts.add("surel " + contact.email());
        }
        return parts.isEmpty() ? null : String.join(", ", parts);
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

    private static RecordInputs.AgreementNaming naming(StoredVersion agreement) {
        var file = agreement.file();
        return new RecordInputs.AgreementNaming(
                agreement.agreementId(),
                agreement.version(),
                file.title(),
                file.signed(),
                file.parties().stream().map(AgreementFile.Party::number).toList());
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
