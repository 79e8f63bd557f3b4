package id.padan.directory.position;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.padan.directory.credit.CreditEntry;
import id.padan.directory.credit.CreditExplanation;
import id.padan.directory.credit.CreditFault;
import id.padan.directory.credit.CreditPoints;
import id.padan.directory.credit.CreditRules;
import id.padan.directory.credit.CreditStep;
import id.padan.directory.position.Position.Credit;
import id.padan.platform.json.StrictJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes a row in, strictly: what annex 10.C does not name is refused, so that nothing else is ever stored. Credit points are computed here,
 * whatever the row says of them.
 */
final class PositionReader {

    private static final Pattern NIP = Pattern.compile("[0-9]{18}");
    private static final Pattern REGION = Pattern.compile("[0-9]{2}(\\.?[0-9]{2}){0,2}");
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_ID = 42;
    private static final int LONGEST_LIST = 500;
    private static final Set<String> JENIS_ASN = Set.of("PNS", "CPNS", "PPPK", "PPPK_PARUH_WAKTU");
    /** Members that a table writes as JSON in their cell, or as a number. */
    private static final Set<String> NOT_TEXT = Set.of(
            "ujiKompetensi", "pelatihanFungsional", "angkaKredit", "penugasanKhusus", "formasi", "jenisPengangkatan");

    private static final CreditRules RULES = CreditRules.shipped();
    private static final CreditPoints POINTS = new CreditPoints(RULES);
    private static final ObjectMapper JSON =
            StrictJson.mapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** What became of a row. */
    sealed interface Read {
        /** @param json as it is stored and published */
        record Accepted(Position position, String json) implements Read {}

        /** @param idAsn if it could be read: a full import must not take a refused record for a removed one */
        record Refused(PositionRefusal reason, String field, String idAsn) implements Read {}
    }

    private PositionReader() {}

    static Read readJson(byte[] row, int length) {
        try {
            return JSON.readTree(row, 0, length) instanceof ObjectNode object
                    ? read(object)
                    : new Read.Refused(PositionRefusal.NOT_JSON, null, null);
        } catch (IOException notJson) {
            return new Read.Refused(PositionRefusal.NOT_JSON, null, null);
        }
    }

    static Read readFields(String[] header, List<String> fields) {
        ObjectNode object = JSON.createObjectNode();
        if (fields.size() > header.length) {
            return new Read.Refused(PositionRefusal.COLUMN_COUNT, null, null);
        }
        for (int i = 0; i < fields.size(); i++) {
            String value = fields.get(i).strip();
            if (value.isEmpty()) {
                continue;
            }
            if (!NOT_TEXT.contains(header[i])) {
                object.put(header[i], value);
                continue;
            }
            try {
                object.set(header[i], JSON.readTree(value));
            } catch (JsonProcessingException notJson) {
                return new Read.Refused(PositionRefusal.WRONG_VALUE, header[i], null);
            }
        }
        return read(object);
    }

    static Read read(ObjectNode object) {
        // Ours to say; a record that was read and is sent back has them.
        object.remove(List.of("versi", "diperbaruiPada"));
        String id = object.path("idAsn").asText(null);
        Read.Refused text = text(object, "", id);
        if (text != null) {
            return text;
        }
        Position position;
        try {
            position = JSON.treeToValue(object, Position.class);
        } catch (UnrecognizedPropertyException unknown) {
            return new Read.Refused(PositionRefusal.UNKNOWN_FIELD, path(unknown), id);
        } catch (JsonMappingException wrong) {
            return new Read.Refused(PositionRefusal.WRONG_VALUE, path(wrong), id);
        } catch (JsonProcessingException notJson) {
            return new Read.Refused(PositionRefusal.NOT_JSON, null, id);
        }
        Read.Refused wrong = wrong(position);
        return wrong != null ? wrong : computed(position);
    }

    /** The points of a stored record, explained. */
    static CreditExplanation explain(String json) {
        try {
            Position position = JSON.readValue(json, Position.class);
            return POINTS.explain(
                    position.jenjang(), YearMonth.from(position.tmtJenjang()), entries(position.angkaKredit()));
        } catch (IOException e) {
            throw new IllegalStateException("a stored record is no record", e);
        }
    }

    private static Read.Refused text(JsonNode node, String path, String id) {
        if (node.isTextual()) {
            String value = node.textValue();
            if (value.length() > LONGEST_TEXT) {
                return new Read.Refused(PositionRefusal.TOO_LONG, path, id);
            }
            return value.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))
                    ? new Read.Refused(PositionRefusal.BAD_CHARACTER, path, id)
                    : null;
        }
        if (node.isArray() && node.size() > LONGEST_LIST) {
            return new Read.Refused(PositionRefusal.TOO_LONG, path, id);
        }
        int i = 0;
        for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            Read.Refused refused = text(element, path + "[" + i++ + "]", id);
            if (refused != null) {
                return refused;
            }
        }
        for (var member : node.properties()) {
            Read.Refused refused =
                    text(member.getValue(), path.isEmpty() ? member.getKey() : path + "." + member.getKey(), id);
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    private static String path(JsonMappingException wrong) {
        var path = new StringBuilder();
        for (var step : wrong.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static Read.Refused wrong(Position p) {
        var check = new Check(p.idAsn());
        check.id("idAsn", p.idAsn(), true);
        check.that("nip", p.nip() != null, PositionRefusal.MISSING);
        check.that("nip", p.nip() == null || NIP.matcher(p.nip()).matches(), PositionRefusal.NIP_FORMAT);
        check.present("nama", p.nama());
        check.value("jenisAsn", p.jenisAsn() == null || JENIS_ASN.contains(p.jenisAsn()));
        check.id("jabatanFungsionalId", p.jabatanFungsionalId(), true);
        check.id("kelompokId", p.kelompokId(), true);
        check.present("jenjang", p.jenjang());
        check.value("jenjang", p.jenjang() == null || isLevel(p.jenjang()));
        check.that("tmtJenjang", p.tmtJenjang() != null, PositionRefusal.MISSING);
        check.id("instansiId", p.instansiId(), true);
        check.id("unorId", p.unorId(), false);
        check.value(
                "wilayahKerja",
                p.wilayahKerja() == null || REGION.matcher(p.wilayahKerja()).matches());
        check.value("jenisPengangkatan", within(p.jenisPengangkatan(), 1, 5));
        for (int i = 0; i < p.ujiKompetensi().size(); i++) {
            var test = p.ujiKompetensi().get(i);
            String at = "ujiKompetensi[" + i + "].";
            check.that(at + "idUkom", test.idUkom() != null, PositionRefusal.MISSING);
            check.that(at + "jenis", test.jenis() != null, PositionRefusal.MISSING);
            check.that(at + "tanggal", test.tanggal() != null, PositionRefusal.MISSING);
            check.value(at + "jenjangTujuan", test.jenjangTujuan() == null || isLevel(test.jenjangTujuan()));
            check.value(at + "hasil", within(test.hasil(), 1, 2));
        }
        for (int i = 0; i < p.pelatihanFungsional().size(); i++) {
            var training = p.pelatihanFungsional().get(i);
            String at = "pelatihanFungsional[" + i + "].";
            check.present(at + "nama", training.nama());
            check.value(at + "jam", within(training.jam(), 0, 10_000));
            check.value(
                    at + "tglSelesai",
                    training.tglMulai() == null
                            || training.tglSelesai() == null
                            || !training.tglSelesai().isBefore(training.tglMulai()));
        }
        for (int i = 0; i < p.formasi().size(); i++) {
            var formation = p.formasi().get(i);
            String at = "formasi[" + i + "].";
            check.id(at + "instansiId", formation.instansiId(), true);
            check.id(at + "jabatanId", formation.jabatanId(), true);
            check.that(at + "tahun", formation.tahun() != null, PositionRefusal.MISSING);
            check.value(at + "tahun", within(formation.tahun(), 2000, 2100));
            check.value(at + "kebutuhan", within(formation.kebutuhan(), 0, 1_000_000));
            check.value(at + "bezetting", within(formation.bezetting(), 0, 1_000_000));
            check.value(at + "rekomendasi", within(formation.rekomendasi(), 0, 1_000_000));
            check.value(at + "status", within(formation.status(), 1, 6));
        }
        return check.refused;
    }

    private static boolean isLevel(String jenjang) {
        return RULES.level(jenjang).isPresent();
    }

    private static boolean within(Integer value, int least, int most) {
        return value == null || value >= least && value <= most;
    }

    /** Keeps the first fault. */
    private static final class Check {
        private final String id;
        private Read.Refused refused;

        private Check(String id) {
            this.id = id;
        }

        void that(String field, boolean good, PositionRefusal reason) {
            if (!good && refused == null) {
                refused = new Read.Refused(reason, field, id);
            }
        }

        void value(String field, boolean good) {
            that(field, good, PositionRefusal.WRONG_VALUE);
        }

        void present(String field, String value) {
            that(field, value != null && !value.isBlank(), PositionRefusal.MISSING);
        }

        void id(String field, String value, boolean needed) {
            that(field, !needed || value != null && !value.isBlank(), PositionRefusal.MISSING);
            that(field, value == null || value.length() <= LONGEST_ID, PositionRefusal.TOO_LONG);
        }
    }

    private static Read computed(Position given) {
        List<Credit> sorted;
        CreditExplanation explained;
        try {
            sorted = given.angkaKredit().stream()
                    .sorted(Comparator.comparing((Credit credit) -> period(credit)[0])
                            .thenComparing(credit -> period(credit)[1]))
                    .toList();
            explained = POINTS.explain(given.jenjang(), YearMonth.from(given.tmtJenjang()), entries(sorted));
        } catch (CreditFault | DateTimeException fault) {
            return new Read.Refused(PositionRefusal.CREDIT_INVALID, "angkaKredit", given.idAsn());
        }
        var credits = new ArrayList<Credit>(sorted.size());
        for (int i = 0; i < sorted.size(); i++) {
            Credit line = sorted.get(i);
            CreditStep step = explained.langkah().get(i);
            Credit computed =
                    switch (step) {
                        // Another level's: its own figures stay as they were decided.
                        case CreditStep.EarlierLevel earlier -> line;
                        case CreditStep.Converted c ->
                            with(line, c.koefisien(), c.persentase(), c.nilai(), c.kumulatif());
                        case CreditStep.BroughtIn b -> with(line, null, null, b.nilai(), b.kumulatif());
                        case CreditStep.DiplomaAdded d -> with(line, null, null, d.nilai(), d.kumulatif());
                    };
            if (differs(line.nilai(), computed.nilai())
                    || differs(line.koefisien(), computed.koefisien())
                    || differs(line.persentase(), computed.persentase())
                    || differs(line.kumulatif(), computed.kumulatif())) {
                return new Read.Refused(PositionRefusal.CREDIT_DIFFERS, "angkaKredit", given.idAsn());
            }
            credits.add(computed);
        }
        Position position = given.withCredits(credits);
        try {
            return new Read.Accepted(position, JSON.writeValueAsString(position));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is always serialisable", e);
        }
    }

    private static boolean differs(BigDecimal given, BigDecimal computed) {
        return given != null && (computed == null || given.compareTo(computed) != 0);
    }

    private static Credit with(
            Credit line, BigDecimal koefisien, BigDecimal persentase, BigDecimal nilai, BigDecimal kumulatif) {
        return new Credit(
                line.periode(),
                line.predikat(),
                koefisien,
                persentase,
                nilai,
                kumulatif,
                line.jenis(),
                line.nomorPak(),
                line.tanggalPak());
    }

    private static List<CreditEntry> entries(List<Credit> credits) {
        return credits.stream().map(PositionReader::entry).toList();
    }

    private static CreditEntry entry(Credit credit) {
        YearMonth[] period = period(credit);
        return switch (credit.jenis()) {
            case KONVERSI -> new CreditEntry.Conversion(period[0], period[1], credit.predikat(), credit.nomorPak());
            case IJAZAH -> new CreditEntry.Diploma(period[0], credit.nomorPak());
            case PERTAMA -> brought(CreditEntry.Kind.PERTAMA, period, credit);
            case INTEGRASI -> brought(CreditEntry.Kind.INTEGRASI, period, credit);
            case KONVENSIONAL -> brought(CreditEntry.Kind.KONVENSIONAL, period, credit);
        };
    }

    private static CreditEntry brought(CreditEntry.Kind kind, YearMonth[] period, Credit credit) {
        return new CreditEntry.BroughtIn(kind, period[0], period[1], credit.nilai(), credit.nomorPak());
    }

    /** @throws DateTimeException if it is no period, or the line has no kind */
    private static YearMonth[] period(Credit credit) {
        if (credit.periode() == null || credit.jenis() == null) {
            throw new DateTimeException("a line needs periode and jenis");
        }
        String[] parts = credit.periode().split("/", -1);
        return switch (parts.length) {
            case 1 ->
                parts[0].length() == 4
                        ? new YearMonth[] {YearMonth.parse(parts[0] + "-01"), YearMonth.parse(parts[0] + "-12")}
                        : new YearMonth[] {YearMonth.parse(parts[0]), YearMonth.parse(parts[0])};
            case 2 -> new YearMonth[] {YearMonth.parse(parts[0]), YearMonth.parse(parts[1])};
            default -> throw new DateTimeException("a period has a first and a last month");
        };
    }
}
