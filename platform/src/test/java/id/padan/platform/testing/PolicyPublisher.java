package id.padan.platform.testing;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.agreement.Heartbeat;
import id.padan.platform.agreement.Policy;
import id.padan.platform.events.CloudEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.pledge.Pledge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Speaks as agreement-service would, straight to the topic, for tests of the other services' gates. */
public final class PolicyPublisher {

    private static final String AGREEMENT = "kemnaker-bkn-2024";
    /** Hash of an assessment, as far as a gate looks. */
    private static final String DPIA = "0".repeat(63) + "1";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** Annex 10.A: code, name, class. */
    private static final String RECORD = """
            A-01 idAsn P
            A-02 nip P
            A-03 nipLama P
            A-05 nikValid P
            A-06 nama U
            A-07 gelarDepan U
            A-08 gelarBelakang U
            A-09 tempatLahir U
            A-10 tanggalLahir U
            A-11 jenisKelamin U
            A-12 jenisAsn P
            A-13 kedudukanHukumId P
            A-14 kedudukanHukumNama P
            A-15 statusKeaktifan P
            A-16 instansiIndukId P
            A-17 instansiIndukNama P
            A-18 instansiKerjaId P
            A-19 instansiKerjaNama P
            A-20 satuanKerjaId P
            A-21 satuanKerjaNama P
            A-22 unorId P
            A-23 unorNama P
            A-24 unorIndukId P
            A-25 unorIndukNama P
            A-26 lokasiKerjaId P
            A-27 lokasiKerjaNama P
            A-28 jenisJabatanId P
            A-29 jabatanId P
            A-30 jabatanNama P
            A-31 kelompokJabatanId P
            A-32 jenjang P
            A-33 tmtJabatan P
            A-34 eselonId P
            A-35 golonganId P
            A-36 golonganNama P
            A-37 tmtGolongan P
            A-38 masaKerja P
            A-39 tkPendidikanId P
            A-40 tkPendidikanNama P
            A-41 pendidikanId P
            A-42 pendidikanNama P
            A-43 tmtMulai P
            A-44 tmtPensiun P
            A-45 emailDinas P
            A-46 riwayatJabatan P
            A-47 riwayatAngkaKredit P
            A-48 riwayatDiklat P
            A-49 kinerja P
            A-50 diperbaruiPada P
            """;

    private PolicyPublisher() {}

    /** Publishes {@link #open()} and one heartbeat; it holds for the lease (5 minutes). */
    public static void publishOpen() {
        publish(open());
        heartbeat(1);
    }

    /**
     * The agreement of 2024 as far as the gate needs it: version 1, in force since 2024, programme BSU-2025 for any client; beside it
     * KUOTA-5 and KUOTA-40 with so many rows a day, and TAHAN-1 with the usual limit of 5 % ASN in a list, and TETAP-1 whose lists stand
     * for 30 days.
     */
    public static Policy open() {
        Instant from = Instant.parse("2024-08-14T17:00:00Z");
        Instant until = Instant.parse("2027-08-15T17:00:00Z");
        List<String> purposes = List.of("ASN_GUIDANCE", "AID_VERIFICATION", "LABOUR_MARKET_INFORMATION");
        Policy.Version version = new Policy.Version(
                "1",
                from,
                new Policy.Term(from, until),
                purposes,
                List.of(
                        new Policy.Dataset(Datasets.NIK_CONFIRMATION, "bkn"),
                        new Policy.Dataset(Datasets.ASN_RECORD, "bkn"),
                        new Policy.Dataset(Datasets.ASN_REFERENCE, "bkn"),
                        new Policy.Dataset(Datasets.FUNCTIONAL_POSITION, "kemnaker")),
                List.of(
                        new Policy.Clause(
                                "Ps 3(1)b",
                                "kemnaker",
                                List.of(Datasets.NIK_CONFIRMATION),
                                List.of("AID_VERIFICATION"),
                                true,
                                null,
                                null),
                        new Policy.Clause(
                                "Ps 3(1)a",
                                "kemnaker",
                                List.of(Datasets.ASN_RECORD),
                                List.of("ASN_GUIDANCE"),
                                false,
                                null,
                                null)),
                Stream.concat(
                                RECORD.lines()
                                        .map(line -> line.split(" "))
                                        .map(part -> element(part[0], part[1], part[2], "Ps 3(1)a", "ASN_GUIDANCE")),
                                Stream.of(
                                        element("B-02", "nik", "U", "Ps 3(1)b", "AID_VERIFICATION"),
                                        element("B-06", "jawaban", "P", "Ps 3(1)b", "AID_VERIFICATION"),
                                        element("X-01", "agama", "X", null, null)))
                        .toList(),
                List.of(
                        // Lists of tests are small and full of ASN.
                        programme("BSU-2025", from, null, "1"),
                        standing("TETAP-1", from),
                        programme("KUOTA-5", from, 5L, "1"),
                        programme("KUOTA-40", from, 40L, "1"),
                        programme("TAHAN-1", from, null, "0.05")));
        return new Policy(
                Policy.TYPE,
                AGREEMENT,
                1,
                List.of("SYNTHETIC/1/2024"),
                LocalDate.parse("2024-08-15"),
                Instant.now(),
                List.of(
                        new Policy.Party("kemnaker", "PIHAK KESATU", "Kementerian Ketenagakerjaan"),
                        new Policy.Party("bkn", "PIHAK KEDUA", "Badan Kepegawaian Negara")),
                List.of(withCorrections(withReferences(withFunctionalPositions(version)))),
                List.of());
    }

    /** Ps 4(1)a with annex 10.C, which BKN may read. */
    private static Policy.Version withFunctionalPositions(Policy.Version version) {
        var clauses = new ArrayList<>(version.clauses());
        clauses.add(new Policy.Clause(
                "Ps 4(1)a", "bkn", List.of(Datasets.FUNCTIONAL_POSITION), List.of("ASN_GUIDANCE"), false, null, null));
        var elements = new ArrayList<>(version.elements());
        for (int i = 1; i <= 12; i++) {
            elements.add(element("C-%02d".formatted(i), "c" + i, "P", "Ps 4(1)a", "ASN_GUIDANCE"));
        }
        return new Policy.Version(
                version.version(),
                version.effectiveFrom(),
                version.term(),
                version.purposes(),
                version.datasets(),
                clauses,
                elements,
                version.programmes());
    }

    /** Correction lists both ways; the NIK is in the annex, and open to nobody. */
    private static Policy.Version withCorrections(Policy.Version version) {
        List<String> purposes = List.of("ASN_GUIDANCE", "AID_VERIFICATION");
        var elements = new ArrayList<>(version.elements());
        elements.add(element("A-04", "nik", "U", null, null));
        for (String clause : List.of("Ps 3(1)e", "Ps 4(1)c")) {
            for (int i = 1; i <= 16; i++) {
                elements.add(new Policy.Element("F-%02d".formatted(i), "f" + i, "P", clause, purposes));
            }
        }
        return new Policy.Version(
                version.version(),
                version.effectiveFrom(),
                version.term(),
                version.purposes(),
                and(version.datasets(), List.of(new Policy.Dataset(Datasets.CORRECTION_LIST, Policy.Dataset.BOTH))),
                and(
                        version.clauses(),
                        List.of(
                                corrections("Ps 3(1)e", "kemnaker", purposes),
                                corrections("Ps 4(1)c", "bkn", purposes))),
                elements,
                version.programmes());
    }

    private static Policy.Clause corrections(String clause, String grantee, List<String> purposes) {
        return new Policy.Clause(clause, grantee, List.of(Datasets.CORRECTION_LIST), purposes, false, null, null);
    }

    /** References both ways, for {@code ASN_GUIDANCE}; of the annex's tables some, so that others are closed. */
    private static Policy.Version withReferences(Policy.Version version) {
        return new Policy.Version(
                version.version(),
                version.effectiveFrom(),
                version.term(),
                version.purposes(),
                and(
                        version.datasets(),
                        List.of(new Policy.Dataset(Datasets.FUNCTIONAL_POSITION_REFERENCE, "kemnaker"))),
                and(
                        version.clauses(),
                        List.of(
                                references("Ps 3(1)d", "kemnaker", Datasets.ASN_REFERENCE),
                                references("Ps 4(1)b", "bkn", Datasets.FUNCTIONAL_POSITION_REFERENCE))),
                and(
                        version.elements(),
                        List.of(
                                element("D-01", "jabatanFungsional", "R", "Ps 4(1)b", "ASN_GUIDANCE"),
                                element("D-11", "instansi", "R", "Ps 3(1)d", "ASN_GUIDANCE"),
                                element("D-13", "unor", "R", "Ps 3(1)d", "ASN_GUIDANCE"),
                                element("D-14", "jabatan", "R", "Ps 3(1)d", "ASN_GUIDANCE"),
                                element("D-17", "golongan", "R", "Ps 3(1)d", "ASN_GUIDANCE"),
                                element("D-21", "lokasi", "R", "Ps 3(1)d", "ASN_GUIDANCE"))),
                version.programmes());
    }

    private static Policy.Clause references(String clause, String grantee, String dataset) {
        return new Policy.Clause(clause, grantee, List.of(dataset), List.of("ASN_GUIDANCE"), false, null, null);
    }

    private static <T> List<T> and(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static Policy.Element element(String code, String name, String kind, String clause, String purpose) {
        return new Policy.Element(code, name, kind, clause, purpose == null ? List.of() : List.of(purpose));
    }

    /** A programme that opted in to standing verification for 30 days. */
    private static Policy.Programme standing(String code, Instant from) {
        Policy.Programme usual = programme(code, from, null, "1");
        return new Policy.Programme(
                usual.code(),
                usual.name(),
                usual.clause(),
                usual.purpose(),
                usual.legalBasis(),
                usual.cutOffDates(),
                usual.from(),
                usual.until(),
                usual.clients(),
                usual.quotaRowsPerDay(),
                usual.asnShareLimit(),
                60,
                30,
                null,
                DPIA,
                null);
    }

    private static Policy.Programme programme(String code, Instant from, Long quotaRowsPerDay, String asnShareLimit) {
        return new Policy.Programme(
                code,
                "Programme " + code,
                "Ps 3(1)b",
                "AID_VERIFICATION",
                "Permenaker 5/2025",
                List.of(LocalDate.parse("2025-04-30"), LocalDate.parse("2099-06-30")),
                from,
                null,
                List.of(Policy.Programme.ANY_CLIENT),
                quotaRowsPerDay,
                new BigDecimal(asnShareLimit),
                null,
                null,
                null,
                DPIA,
                null);
    }

    /** Publishes a policy; its revision must be higher than the last one's. */
    public static void publish(Policy policy) {
        send(Topics.AGREEMENT_POLICY, policy.agreementId(), json(policy));
    }

    /** Publishes any value under the agreement's key, however wrong. */
    public static void publishRaw(String value) {
        send(Topics.AGREEMENT_POLICY, AGREEMENT, value.getBytes(StandardCharsets.UTF_8));
    }

    /** One sign of life that confirms a revision. */
    public static void heartbeat(long revision) {
        send(
                Topics.AGREEMENT_HEARTBEAT,
                AGREEMENT,
                json(new Heartbeat(
                        Heartbeat.TYPE, Instant.now(), List.of(new Heartbeat.Confirmed(AGREEMENT, revision)))));
    }

    /** A pledge of confidentiality that a person signed today. */
    public static void pledge(String party, String person) {
        pledge(new Pledge(
                Pledge.TYPE,
                UUID.randomUUID(),
                1,
                AGREEMENT,
                party,
                person,
                null,
                LocalDate.now(ZoneId.of("Asia/Jakarta")),
                Instant.now().plus(Duration.ofDays(365)),
                null));
    }

    /** Any pledge, as it stands. */
    public static void pledge(Pledge pledge) {
        send(Topics.AGREEMENT_PLEDGE, pledge.key(), json(pledge));
    }

    /** Sends one event as the super user, with the headers that every event of the house has. */
    public static void send(String topic, String key, byte[] value) {
        Map<String, Object> settings = client("admin");
        settings.put("acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            String type = topic.replaceFirst("\\.dlq$", "");
            CloudEvent event = new CloudEvent(UUID.randomUUID(), "/padan/test", type, Instant.now());
            producer.send(new ProducerRecord<>(
                            topic, null, key.getBytes(StandardCharsets.UTF_8), value, event.toHeaders()))
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not sent to " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A consumer as the given principal, without a group; the caller assigns, seeks and closes. */
    public static KafkaConsumer<byte[], byte[]> consumer(String principal) {
        return new KafkaConsumer<>(client(principal), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> client(String principal) {
        String address = System.getProperty(LocalInfrastructure.KAFKA);
        if (address == null) {
            throw new IllegalStateException("annotate the test with @QuarkusTestResource(LocalInfrastructure.class)");
        }
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", address);
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + principal
                        + "\" password=\"" + principal + "-local\";");
        return settings;
    }
}
