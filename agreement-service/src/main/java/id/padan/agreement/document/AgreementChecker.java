package id.padan.agreement.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import id.padan.agreement.document.CheckedFile.Faulty;
import id.padan.agreement.document.CheckedFile.Sound;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says whether a file is an agreement that can be obeyed, and if not, everything that is wrong with it. */
@ApplicationScoped
public class AgreementChecker {

    private static final String SCHEMA = "/schemas/agreement-file.schema.json";
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final ZoneId LEGAL_ZONE = ZoneId.of("Asia/Jakarta");
    private static final String BOTH = "both";
    private static final Set<String> NEVER_DISCLOSED = Set.of("X", "I");
    private static final Set<String> ABOUT_PERSONS = Set.of("U", "P");
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");
    /** Specific personal data of UU 27/2022 Ps 4(2), and what class X of the annex lists: never to be opened by a clause. */
    private static final Set<String> SPECIAL = Set.of(
            "agama",
            "hukdis",
            "hukuman",
            "disiplin",
            "pidana",
            "kejahatan",
            "kriminal",
            "skck",
            "kesehatan",
            "medis",
            "genetik",
            "genetika",
            "biometrik",
            "biometrika",
            "foto",
            "gaji",
            "tunjangan",
            "keuangan",
            "rekening",
            "npwp",
            "bpjs",
            "taspen",
            "keluarga",
            "pasangan",
            "suami",
            "istri",
            "isteri",
            "anak",
            "ortu",
            "ayah",
            "ibu",
            "disabilitas",
            "alamat");

    private final ObjectMapper json;
    private final JsonSchema schema;

    public AgreementChecker(ObjectMapper json) {
        this.json = json.copy();
        // The same member twice would hide one of them from the reader of the file.
        this.json.getFactory().configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true);
        try (InputStream text = AgreementChecker.class.getResourceAsStream(SCHEMA)) {
            this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public CheckedFile check(byte[] content) {
        if (content.length > LARGEST) {
            return faulty(
                    null,
                    new Finding(
                            "",
                            "The file has " + content.length + " bytes.",
                            "An agreement has at most " + LARGEST + "; is this the right file?"));
        }
        JsonNode tree;
        try {
            tree = json.readTree(content);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            return faulty(
                    null,
                    new Finding(
                            "", "This is not JSON" + where + ": " + e.getOriginalMessage() + ".", "Mend it there."));
        } catch (IOException e) {
            return faulty(null, new Finding("", "This is not JSON in UTF-8.", "Save the file as UTF-8."));
        }
        if (tree == null || !tree.isObject()) {
            return faulty(
                    null, new Finding("", "This is not a JSON object.", "Begin with the packaged agreement file."));
        }
        String id = tree.path("id").isTextual() ? tree.path("id").asText() : null;
        List<Finding> shape = shape(tree);
        if (!shape.isEmpty()) {
            return new Faulty(id, shape);
        }
        try {
            AgreementFile file = json.treeToValue(tree, AgreementFile.class);
            List<Finding> findings = new Rules(file).findings();
            return findings.isEmpty() ? new Sound(file) : new Faulty(id, findings);
        } catch (JsonProcessingException e) {
            return faulty(
                    id, new Finding("", "It cannot be read: " + e.getOriginalMessage() + ".", "Mend that value."));
        }
    }

    private List<Finding> shape(JsonNode tree) {
        return schema.validate(tree, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)).stream()
                .map(message -> new Finding(
                        pointer(message.getInstanceLocation().toString()),
                        withoutLocation(message.getMessage()) + ".",
                        "The schema agreement-file.schema.json says what may stand here."))
                .sorted(Comparator.comparing(Finding::pointer).thenComparing(Finding::problem))
                .toList();
    }

    private static String pointer(String location) {
        // The validator writes JSON paths ($.clauses[0].id) unless told otherwise.
        return location.replaceFirst("^\\$", "").replaceAll("\\[(\\d+)]", "/$1").replace('.', '/');
    }

    private static String withoutLocation(String message) {
        return message.replaceFirst("^\\$[^ ]*: ", "");
    }

    private static Faulty faulty(String id, Finding finding) {
        return new Faulty(id, List.of(finding));
    }

    /** The rules that a schema cannot say: names that must exist, dates in order, what may never be opened. */
    private static final class Rules {

        private final AgreementFile file;
        private final List<Finding> findings = new ArrayList<>();
        private final Set<String> parties;
        private final Set<String> purposes;
        private final Set<String> datasets;
        private final Set<String> clauses;

        Rules(AgreementFile file) {
            this.file = file;
            this.parties = names(file.parties(), AgreementFile.Party::id);
            this.purposes = names(file.purposes(), AgreementFile.Purpose::id);
            this.datasets = names(file.datasets(), AgreementFile.Dataset::id);
            this.clauses = names(file.clauses(), AgreementFile.Clause::id);
        }

        List<Finding> findings() {
            unique("parties", "id", file.parties(), AgreementFile.Party::id);
            unique("purposes", "id", file.purposes(), AgreementFile.Purpose::id);
            unique("datasets", "id", file.datasets(), AgreementFile.Dataset::id);
            unique("clauses", "id", file.clauses(), AgreementFile.Clause::id);
            unique("elements", "code", file.elements(), AgreementFile.Element::code);
            unique("programmes", "code", file.programmes(), AgreementFile.Programme::code);
            unique("suspensions", "id", file.suspensions(), AgreementFile.Suspension::id);
            term();
            each(file.datasets(), "/datasets", this::dataset);
            each(file.clauses(), "/clauses", this::clause);
            each(file.elements(), "/elements", this::element);
            each(file.programmes(), "/programmes", this::programme);
            each(file.suspensions(), "/suspensions", this::suspension);
            return findings;
        }

        private void term() {
            inOrder("/term/until", file.term().from(), file.term().until());
            LocalDate first = file.term().from().atZoneSameInstant(LEGAL_ZONE).toLocalDate();
            if (file.signed().isAfter(first)) {
                add("/signed", "Signed after the term begins on " + first + ".", "Mend /signed or /term/from.");
            }
        }

        private void dataset(String at, AgreementFile.Dataset dataset) {
            if (!dataset.holder().equals(BOTH)) {
                known(at + "/holder", "party", dataset.holder(), parties);
            }
        }

        private void clause(String at, AgreementFile.Clause clause) {
            known(at + "/grantee", "party", clause.grantee(), parties);
            all(at + "/datasets", "dataset", clause.datasets(), datasets);
            all(at + "/purposes", "purpose", clause.purposes(), purposes);
            inOrder(at + "/until", clause.from(), clause.until());
            for (int i = 0; i < clause.datasets().size(); i++) {
                String name = clause.datasets().get(i);
                if (file.datasets().stream()
                        .anyMatch(dataset ->
                                dataset.id().equals(name) && dataset.holder().equals(clause.grantee()))) {
                    add(
                            at + "/datasets/" + i,
                            "The grantee holds \"" + name + "\" itself.",
                            "Grant it to the other party, or correct the dataset's holder.");
                }
            }
        }

        private void element(String at, AgreementFile.Element element) {
            all(at + "/clauses", "clause", element.clauses(), clauses);
            all(at + "/purposes", "purpose", element.purposes(), purposes);
            if (NEVER_DISCLOSED.contains(element.elementClass())) {
                if (!element.clauses().isEmpty() || !element.purposes().isEmpty()) {
                    add(
                            at + "/clauses",
                            "An element of class " + element.elementClass()
                                    + " is never disclosed, so no clause opens it.",
                            "Leave clauses and purposes empty, or take the element out.");
                }
                return;
            }
            if (element.clauses().isEmpty() != element.purposes().isEmpty()) {
                add(
                        at + "/purposes",
                        "Clauses and purposes go together: one of them is empty.",
                        "Name both, or neither for an element that is not open yet.");
            }
            for (AgreementFile.Clause clause : file.clauses()) {
                if (element.clauses().contains(clause.id())) {
                    for (int i = 0; i < element.purposes().size(); i++) {
                        if (purposes.contains(element.purposes().get(i))
                                && !clause.purposes()
                                        .contains(element.purposes().get(i))) {
                            add(
                                    at + "/purposes/" + i,
                                    "The clause " + clause.id() + " is not for this purpose.",
                                    "Take the purpose out here, or add it to the clause.");
                        }
                    }
                }
            }
            Set<String> words = isAboutPersons(element) ? special(element) : Set.of();
            words.forEach(word -> add(
                    at + "/name",
                    "\"" + word + "\" tells of specific personal data (UU 27/2022 Ps 4(2)) or class X.",
                    "Make its class X without clauses; it is dropped at the door."));
            boolean excluded = file.elements().stream()
                    .anyMatch(other -> NEVER_DISCLOSED.contains(other.elementClass())
                            && other.name().equals(element.name()));
            if (words.isEmpty() && excluded && !element.clauses().isEmpty()) {
                add(
                        at + "/name",
                        "\"" + element.name() + "\" is excluded under another code of this annex.",
                        "Take one of the two out; what is excluded is not opened under another code.");
            }
        }

        /** Whatever its class says: what stands beside elements of persons under one clause is about persons. */
        private boolean isAboutPersons(AgreementFile.Element element) {
            return !element.clauses().isEmpty()
                    && (ABOUT_PERSONS.contains(element.elementClass())
                            || file.elements().stream()
                                    .filter(other -> ABOUT_PERSONS.contains(other.elementClass()))
                                    .anyMatch(other -> other.clauses().stream().anyMatch(element.clauses()::contains)));
        }

        private static Set<String> special(AgreementFile.Element element) {
            String text = element.name() + " " + (element.source() == null ? "" : element.source());
            return WORD_START
                    .splitAsStream(text)
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .filter(SPECIAL::contains)
                    .collect(Collectors.toCollection(java.util.TreeSet::new));
        }

        private void programme(String at, AgreementFile.Programme programme) {
            known(at + "/clause", "clause", programme.clause(), clauses);
            known(at + "/purpose", "purpose", programme.purpose(), purposes);
            file.clauses().stream()
                    .filter(clause -> clause.id().equals(programme.clause())
                            && purposes.contains(programme.purpose())
                            && !clause.purposes().contains(programme.purpose()))
                    .forEach(clause -> add(
                            at + "/purpose",
                            "The clause " + clause.id() + " is not for this purpose.",
                            "Name a purpose of the clause."));
            inOrder(at + "/until", programme.from(), programme.until());
            if (programme.standingDays() != null
                    && (programme.retentionDays() == null || programme.retentionDays() < programme.standingDays())) {
                add(
                        at + "/standingDays",
                        "A list cannot be compared again after its rows are destroyed.",
                        "Name retentionDays of at least as many days, or fewer standingDays.");
            }
            List<LocalDate> days = programme.cutOffDates();
            for (int i = 1; i < days.size(); i++) {
                if (!days.get(i).isAfter(days.get(i - 1))) {
                    add(
                            at + "/cutOffDates/" + i,
                            "Cut-off dates rise, each once.",
                            "Sort them and take repeated ones out.");
                }
            }
        }

        private void suspension(String at, AgreementFile.Suspension suspension) {
            optional(at + "/party", "party", suspension.party(), parties);
            optional(at + "/dataset", "dataset", suspension.dataset(), datasets);
            optional(
                    at + "/programme",
                    "programme",
                    suspension.programme(),
                    names(file.programmes(), AgreementFile.Programme::code));
            inOrder(at + "/until", suspension.from(), suspension.until());
        }

        private void inOrder(String at, OffsetDateTime from, OffsetDateTime until) {
            if (from != null && until != null && !until.isAfter(from)) {
                add(
                        at,
                        "It is not after \"from\", so nothing would ever be open.",
                        "Put a later instant, or mend from.");
            }
        }

        private void all(String at, String kind, List<String> names, Set<String> known) {
            for (int i = 0; i < names.size(); i++) {
                known(at + "/" + i, kind, names.get(i), known);
            }
        }

        private void optional(String at, String kind, String name, Set<String> known) {
            if (name != null) {
                known(at, kind, name, known);
            }
        }

        private void known(String at, String kind, String name, Set<String> known) {
            if (!known.contains(name)) {
                add(
                        at,
                        "There is no " + kind + " \"" + name + "\" in this file.",
                        "Use one of: " + known.stream().sorted().collect(Collectors.joining(", ")) + ".");
            }
        }

        private <T> void unique(String list, String member, List<T> items, Function<T, String> name) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < items.size(); i++) {
                String value = name.apply(items.get(i));
                if (!seen.add(value)) {
                    add(
                            "/" + list + "/" + i + "/" + member,
                            "\"" + value + "\" stands in " + list + " twice.",
                            "Give each its own, or take one out.");
                }
            }
        }

        private <T> void each(List<T> items, String at, java.util.function.BiConsumer<String, T> rule) {
            for (int i = 0; i < items.size(); i++) {
                rule.accept(at + "/" + i, items.get(i));
            }
        }

        private void add(String pointer, String problem, String remedy) {
            findings.add(new Finding(pointer, problem, remedy));
        }

        private static <T> Set<String> names(List<T> items, Function<T, String> name) {
            return items.stream().map(name).collect(Collectors.toSet());
        }
    }
}
