package id.padan.directory.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import id.padan.directory.record.AsnRecord;
import id.padan.directory.record.ReadRow;
import id.padan.directory.record.RecordReader;
import id.padan.directory.status.StatusMapping;
import id.padan.platform.agreement.OpenElements;
import id.padan.platform.agreement.Policy;
import id.padan.platform.testing.PolicyPublisher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever the annex opens and whatever stands in a record: only what is open leaves, and nothing barred can be told from it. */
class OpenedRecordProperties {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final Policy.Version ANNEX =
            PolicyPublisher.open().versions().getFirst();
    private static final Instant CHANGED = Instant.parse("2026-11-01T00:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-26");
    private static final StatusMapping MAPPING = mapping();
    private static final String POSITION = "A5EB03E23EA0F6A0E040640A040252AD";

    @Property(tries = 400)
    void onlyWhatIsOpenLeaves(
            @ForAll("annexes") Set<String> codes, @ForAll("codes") String status, @ForAll boolean deceased)
            throws IOException {
        OpenElements open = open(codes);
        JsonNode shown = JSON.readTree(shown(person(record(status, "3171010101909991", deceased)), open));
        assertThat(shown.fieldNames()).toIterable().isSubsetOf(open.names());
        assertThat(shown.path("kedudukanHukumId").asText("01")).isIn("01", "71", "99", "52");
        assertThat(shown.path("kedudukanHukumNama").asText("Aktif"))
                .isIn("Aktif", "PPPK Aktif", "Pensiun", "Tidak Aktif");
    }

    /** All of the annex: each element of which the record has something is there, so that a filter that drops too much fails too. */
    @Property(tries = 1)
    void allThatIsOpenAndKnownLeaves() throws IOException {
        Set<String> all = new TreeSet<>();
        ANNEX.elements().forEach(element -> all.add(element.code()));
        JsonNode shown = JSON.readTree(shown(person(record("01", "3171010101909991", false)), open(all)));
        Set<String> names = new TreeSet<>(open(all).names());
        names.removeAll(Set.of("riwayatJabatan", "riwayatAngkaKredit", "riwayatDiklat", "kinerja"));
        assertThat(shown.fieldNames()).toIterable().containsAll(names);
        assertThat(shown.path("tanggalLahir").asText()).isEqualTo("1990-01-01");
        assertThat(shown.at("/masaKerja/tahun").asInt()).isEqualTo(8);
        assertThat(shown.at("/tmtPensiun/bup").asInt()).isEqualTo(58);
        assertThat(shown.path("jabatanNama").asText()).isEqualTo("Pengawas Ketenagakerjaan Ahli Muda");
        assertThat(shown.path("jenjang").asText()).isEqualTo("MU");
    }

    /** What two persons who differ in it alone have in common cannot tell it: not the NIK, by no mask, hash, version or tag. */
    @Property(tries = 400)
    void aNikChangesNothingThatIsShown(
            @ForAll("annexes") Set<String> codes, @ForAll("niks") String one, @ForAll("niks") String other) {
        byte[] shown = shown(person(record("01", one, false)), open(codes));
        assertThat(shown).isEqualTo(shown(person(record("01", other, false)), open(codes)));
        assertThat(new String(shown, StandardCharsets.UTF_8)).doesNotContain(one, one.substring(0, 6));
    }

    /** Codes that mean the same outward cannot be told apart, nor a death from another reason not to serve. */
    @Property(tries = 400)
    void codesOfOneMeaningLookAlike(
            @ForAll("annexes") Set<String> codes,
            @ForAll("codes") String one,
            @ForAll("codes") String other,
            @ForAll boolean deceased) {
        Person first = person(record(one, "3171010101909991", deceased));
        Person second = person(record(other, "3171010101909991", false));
        var meaning = LimitedRecords.answer(first, MAPPING, TODAY);
        boolean alike = meaning.equals(LimitedRecords.answer(second, MAPPING, TODAY))
                && (!meaning.equals(Optional.of(StatusMapping.Answer.ACTIVE))
                        || one.equals("71") == other.equals("71"));
        if (alike) {
            assertThat(shown(first, open(codes))).isEqualTo(shown(second, open(codes)));
        }
    }

    @Property(tries = 200)
    void classIAndXChangeNothingThatIsShown(@ForAll("annexes") Set<String> codes) {
        Map<String, Object> plain = record("02", "3171010101909991", false);
        Map<String, Object> more = new LinkedHashMap<>(plain);
        more.putAll(Map.of(
                "tglMeninggal", "01-02-2026",
                "tglAwalCltn", "01-02-2025",
                "agama", "Islam",
                "hukdis", "berat",
                "gajiPokok", 1,
                "noHp", "0812"));
        assertThat(shown(person(more), open(codes))).isEqualTo(shown(person(plain), open(codes)));
    }

    @Property(tries = 50)
    void aNikInATextTakesTheTextWithIt(@ForAll("niks") String nik) {
        Map<String, Object> record = record("01", nik, false);
        record.put("nama", "CONTOH " + nik);
        record.put("emailGov", nik + "@contoh.go.id");
        Set<String> all = new TreeSet<>();
        ANNEX.elements().forEach(element -> all.add(element.code()));
        assertThat(new String(shown(person(record), open(all)), StandardCharsets.UTF_8))
                .doesNotContain(nik);
    }

    @Property(tries = 100)
    void ofWhomIsGoneOnlyOpenKeysAreLeft(@ForAll("annexes") Set<String> codes) throws IOException {
        var gone = new LimitedRecord(1, 1, "8A0F", "199001012015031999", 2, CHANGED, true, null);
        JsonNode shown = JSON.readTree(OpenedRecord.json(gone, open(codes)));
        assertThat(shown.fieldNames())
                .toIterable()
                .isSubsetOf(open(codes).names())
                .isSubsetOf("idAsn", "nip");
    }

    private static byte[] shown(Person person, OpenElements open) {
        var position = new PersonScope.Position("A5EB03E23D9FF6A0E040640A040252AD", "A5EB", "MU");
        String content = OutwardRecord.of(
                        person, Optional.of(position), LimitedRecords.answer(person, MAPPING, TODAY), Map.of())
                .toString();
        return OpenedRecord.json(new LimitedRecord(1, 1, person.id(), person.nip(), 1, CHANGED, false, content), open);
    }

    private static OpenElements open(Set<String> codes) {
        var version = new Policy.Version(
                ANNEX.version(),
                ANNEX.effectiveFrom(),
                ANNEX.term(),
                ANNEX.purposes(),
                ANNEX.datasets(),
                ANNEX.clauses(),
                ANNEX.elements().stream()
                        .filter(element -> codes.contains(element.code()))
                        .toList(),
                ANNEX.programmes());
        return OpenElements.of(version, "Ps 3(1)a", "ASN_GUIDANCE");
    }

    private static Map<String, Object> record(String status, String nik, boolean deceased) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", "8A0F");
        fields.put("nipBaru", "199001012015031999");
        fields.put("nipLama", "777888999");
        fields.put("nama", "CONTOH SATU");
        fields.put("gelarDepan", "Dr.");
        fields.put("gelarBelakang", "S.H.");
        fields.put("tempatLahir", "CONTOH");
        fields.put("tglLahir", "01-01-1990");
        fields.put("jenisKelamin", "M");
        fields.put("nik", nik);
        fields.put("validNik", true);
        fields.put("statusPegawai", "PNS");
        fields.put("kedudukanPnsId", status);
        fields.put("kedudukanPnsNama", "Nama kode " + status);
        for (String name : List.of("instansiInduk", "instansiKerja", "satuanKerjaKerja", "unor", "unorInduk")) {
            fields.put(name + "Id", "ID-" + name);
            fields.put(name + "Nama", "Nama " + name);
        }
        fields.put("lokasiKerjaId", "L1");
        fields.put("lokasiKerja", "Kota");
        fields.put("jenisJabatanId", "2");
        fields.put("jabatanFungsionalId", POSITION);
        fields.put("jabatanFungsionalNama", "Pengawas Ketenagakerjaan Ahli Muda");
        fields.put("tmtJabatan", "01-04-2022");
        fields.put("eselonId", "99");
        fields.put("golRuangAkhirId", "33");
        fields.put("golRuangAkhir", "III/c");
        fields.put("tmtGolAkhir", "01-04-2023");
        fields.put("mkTahun", "8");
        fields.put("mkBulan", "1");
        fields.put("tkPendidikanTerakhirId", "40");
        fields.put("tkPendidikanTerakhir", "S-1");
        fields.put("pendidikanTerakhirId", "P1");
        fields.put("pendidikanTerakhirNama", "S-1 CONTOH");
        fields.put("tmtCpns", "01-03-2015");
        fields.put("tmtPns", "01-03-2016");
        fields.put("tmtPensiun", "01-02-2048");
        fields.put("bupPensiun", "58");
        fields.put("emailGov", "contoh@contoh.go.id");
        if (deceased) {
            fields.put("tglMeninggal", "01-02-2026");
        }
        return fields;
    }

    private static Person person(Map<String, Object> fields) {
        try {
            byte[] line = JSON.writeValueAsBytes(fields);
            AsnRecord asn = ((ReadRow.Accepted) new RecordReader().readJson(line, 0, line.length)).record();
            return Person.of(1, asn);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StatusMapping mapping() {
        try (InputStream file = OpenedRecordProperties.class.getResourceAsStream("/status-mappings/2024-1.json")) {
            return JSON.readValue(file, StatusMapping.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Provide
    Arbitrary<Set<String>> annexes() {
        return Arbitraries.of(
                        ANNEX.elements().stream().map(Policy.Element::code).toList())
                .set()
                .ofMaxSize(ANNEX.elements().size());
    }

    /** All there are, and some that no mapping knows. */
    @Provide
    Arbitrary<String> codes() {
        var codes = new TreeSet<>(Set.of("Q7", "00", "55"));
        MAPPING.rows().forEach(row -> codes.add(row.kode()));
        return Arbitraries.of(codes);
    }

    @Provide
    Arbitrary<String> niks() {
        return Arbitraries.integers().between(0, 9).map(serial -> "31730" + serial + "150385999" + serial);
    }
}
