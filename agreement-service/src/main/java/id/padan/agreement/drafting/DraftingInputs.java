package id.padan.agreement.drafting;

import id.padan.agreement.correction.CoordinatedResults;
import id.padan.agreement.document.AgreementFile;
import id.padan.agreement.inputs.MatchingInputs;
import id.padan.agreement.inputs.ProvinceTable;
import id.padan.agreement.inputs.RecordInputs;
import id.padan.agreement.inputs.RecordKind;
import id.padan.agreement.inputs.UnbalancedRecord;
import id.padan.agreement.inputs.UsageInputs;
import id.padan.agreement.provenlist.LogKeys;
import id.padan.agreement.provenlist.ProvenLists;
import id.padan.agreement.rendering.RecordRenderer;
import id.padan.agreement.usage.HalfYears;
import id.padan.agreement.usage.UsageRegister;
import id.padan.agreement.version.StoredVersion;
import id.padan.platform.caller.Caller;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import id.padan.platform.proof.ProofLog;
import id.padan.platform.writing.Words;
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

/** Makes the inputs of a record. */
@ApplicationScoped
public class DraftingInputs {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");
    private static final Pattern NIP = Pattern.compile("[0-9]{18}");
    private static final int MOST_LISTS = 100;

    private final LogKeys keys;
    private final UsageRegister register;
    private final CoordinatedResults coordinated;
    private final ProofLog log;
    private final Optional<String> publicUrl;
    private final Map<String, String> provinces = Provinces.names();

    DraftingInputs(
            LogKeys keys,
            UsageRegister register,
            CoordinatedResults coordinated,
            ProofLog log,
            @ConfigProperty(name = "padan.records.public-url") Optional<String> publicUrl) {
        this.keys = keys;
        this.register = register;
        this.coordinated = coordinated;
        this.log = log;
        this.publicUrl = publicUrl;
    }

    /**
     * What a record will say.
     *
     * @param today no record is dated later
     * @param replaces number of the refused record in whose place it stands, or null
     * @throws ProblemException for what cannot be said, with the field; RECORD_UNBALANCED with the differences
     */
    public RecordInputs make(
            UUID id, Caller caller, StoredVersion agreement, RecordRequest request, LocalDate today, String replaces) {
        var heading = heading(agreement, request, today, replaces);
        try {
            RecordInputs inputs =
                    switch (request.kind()) {
                        case BERITA_ACARA_PEMADANAN -> matching(id, caller, agreement, request, heading);
                        case LAPORAN_PEMANFAATAN -> usage(id, caller, agreement, request, heading, today);
                    };
            inputs.requireBalance();
            return inputs;
        } catch (UnbalancedRecord unbalanced) {
            throw unbalanced(unbalanced);
        }
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
                        DraftProblem.RECORD_UNBALANCED,
                        "No record is made of numbers that do not agree; see differences.",
                        "Dokumen tidak dibuat dari angka yang tidak setara; lihat differences.")
                .with("differences", differences);
    }

    private MatchingInputs matching(
            UUID id, Caller caller, StoredVersion agreement, RecordRequest request, RecordInputs.Heading heading) {
        if (request.batches().isEmpty() || request.batches().size() > MOST_LISTS) {
            throw Words.invalid(
                    "batches",
                    "A berita acara is about 1 to " + MOST_LISTS + " lists.",
                    "Berita acara memuat 1 sampai " + MOST_LISTS + " daftar.");
        }
        var logKeys = keys.list();
        if (logKeys.isEmpty()) {
            throw ProblemException.of(
                    DraftProblem.RECORD_LOG_KEY_MISSING,
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
                heading,
                naming(agreement),
                programme,
                sources,
                counted,
                followUp(request),
                proven.stream()
                        .map(ProvenLists.Proven::log)
                        .max(Comparator.comparingLong(RecordInputs.LogPoint::size))
                        .orElseThrow(),
                coordinated.list(
                        sources.stream().map(MatchingInputs.Source::batchId).toList()));
        // Before small cells are merged away, so that the difference is told of what was sent.
        inputs.requireBalance();
        return new MatchingInputs(
                id,
                heading,
                inputs.agreement(),
                programme,
                sources,
                ProvinceTable.protectedFrom(counted),
                inputs.followUp(),
                inputs.log(),
                inputs.coordinations());
    }

    private static ProvenLists.Proven proven(
            RecordRequest.BatchReceipt batch, String field, List<LogKey> logKeys, int number) {
        var fileName = PrintedText.require(batch.fileName(), field + ".fileName", 120);
        try {
            return ProvenLists.of(batch.receipt(), fileName, logKeys);
        } catch (ProofFault fault) {
            throw ProblemException.of(
                            DraftProblem.RECORD_RECEIPT_INVALID,
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
            var name = provinces.get(PrintedText.require(province.code(), "provinces.code", 2));
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
                        PrintedText.require(followUp.action(), "followUp.action", 1000),
                        PrintedText.require(followUp.responsible(), "followUp.responsible", 200),
                        Words.present("followUp.due", followUp.due())))
                .toList();
    }

    private UsageInputs usage(
            UUID id,
            Caller caller,
            StoredVersion agreement,
            RecordRequest request,
            RecordInputs.Heading heading,
            LocalDate today) {
        var from = Words.present("from", request.from());
        var until = Words.present("until", request.until());
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
        if (!until.isBefore(today)) {
            throw Words.invalid(
                    "until",
                    "The period has not ended; its numbers can still change.",
                    "Periode belum berakhir; angkanya masih dapat berubah.");
        }
        var told = request.told() == null ? new RecordRequest.Told(null, null, null, null, null) : request.told();
        return new UsageInputs(
                id,
                heading,
                naming(agreement),
                from,
                until,
                register.find(agreement.agreementId(), caller.party(), period)
                        .orElseThrow(() -> ProblemException.of(
                                DraftProblem.RECORD_REGISTER_MISSING,
                                "This installation keeps no register of disclosures, from which a report is counted.",
                                "Pemasangan ini belum memiliki register pengungkapan sebagai sumber laporan.")),
                new UsageInputs.Told(
                        PrintedText.list(told.benefits(), "told.benefits"),
                        PrintedText.list(told.incidents(), "told.incidents"),
                        PrintedText.list(told.security(), "told.security"),
                        PrintedText.list(told.obstacles(), "told.obstacles"),
                        PrintedText.list(told.plan(), "told.plan")),
                ownLog());
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

    private RecordInputs.Heading heading(
            StoredVersion agreement, RecordRequest request, LocalDate today, String replaces) {
        var kind = request.kind();
        var signers = agreement.file().parties().stream()
                .filter(party -> kind.isSignedByBoth() || party.role().equals(RecordKind.GIVES))
                .toList();
        var numbers = new ArrayList<RecordInputs.DocumentNumber>();
        var officials = new ArrayList<RecordInputs.Official>();
        for (var party : signers) {
            numbers.add(new RecordInputs.DocumentNumber(
                    party.role(), PrintedText.require(request.numbers().get(party.id()), "numbers." + party.id(), 80)));
            officials.add(official(party, request.officials().get(party.id())));
        }
        return new RecordInputs.Heading(
                RecordRenderer.TEMPLATE,
                letterhead(agreement, request.letterhead()),
                numbers,
                date(request.date(), today),
                PrintedText.require(request.place(), "place", 80),
                officials,
                PrintedText.list(request.legalBasis(), "legalBasis"),
                PrintedText.list(request.notes(), "notes"),
                replaces,
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

    private static LocalDate date(LocalDate date, LocalDate today) {
        if (Words.present("date", date).isAfter(today)) {
            throw Words.invalid(
                    "date", "A record is not dated in the future.", "Dokumen tidak bertanggal di masa depan.");
        }
        return date;
    }

    private static RecordInputs.Official official(AgreementFile.Party party, RecordRequest.Official official) {
        var field = "officials." + party.id();
        Words.present(field, official);
        if (official.nip() == null || !NIP.matcher(official.nip()).matches()) {
            throw Words.invalid(field + ".nip", "A NIP has 18 digits.", "NIP terdiri atas 18 angka.");
        }
        return new RecordInputs.Official(
                party.id(),
                party.role(),
                party.name(),
                PrintedText.require(official.name(), field + ".name", 150),
                official.nip(),
                PrintedText.require(official.position(), field + ".position", 200),
                PrintedText.optional(official.basis(), field + ".basis", 300));
    }

    private static RecordInputs.Letterhead letterhead(StoredVersion agreement, RecordRequest.Letterhead given) {
        var party = agreement.file().parties().stream()
                .filter(known -> known.role().equals(RecordKind.GIVES))
                .findFirst()
                .orElseThrow();
        var contact = party.contact();
        var line = contact == null ? null : lineOf(contact);
        return given == null
                ? new RecordInputs.Letterhead(party.name(), contact == null ? null : contact.unit(), null, line)
                : new RecordInputs.Letterhead(
                        party.name(),
                        PrintedText.optional(given.unit(), "letterhead.unit", 150),
                        PrintedText.optional(given.address(), "letterhead.address", 200),
                        PrintedText.optional(given.contact(), "letterhead.contact", 200));
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

    private static RecordInputs.AgreementNaming naming(StoredVersion agreement) {
        var file = agreement.file();
        return new RecordInputs.AgreementNaming(
                agreement.agreementId(),
                agreement.version(),
                file.title(),
                file.signed(),
                file.parties().stream().map(AgreementFile.Party::number).toList());
    }
}
