package id.padan.casn.reading;

import id.padan.casn.code.CodeLists;
import id.padan.casn.code.Dimension;
import id.padan.casn.code.Stage;
import id.padan.casn.release.Release;
import id.padan.casn.release.YearTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What a reader has to know of a release before using its figures: Satu Data Indonesia (Perpres 39/2019) in the frame of DCAT 3. */
@ApplicationScoped
class Metadata {
    private final Jdbi jdbi;

    Metadata(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Map<String, Object> of(Release release, List<YearTable> tables) {
        var about = new LinkedHashMap<String, Object>();
        about.put("@context", Map.of("dcat", "http://www.w3.org/ns/dcat#", "dct", "http://purl.org/dc/terms/"));
        about.put("@type", "dcat:Dataset");
        String self = "/api/casn/v1/releases/" + release.id();
        about.put("@id", self);
        about.put("dct:identifier", release.definition());
        about.put("dcat:version", release.version());
        about.put("dct:title", Map.of("id", release.titleId(), "en", release.titleEn()));
        about.put("dct:publisher", "Badan Kepegawaian Negara");
        about.put("dct:issued", release.decidedAt());
        about.put("dct:temporal", release.years());
        about.put(
                "dct:accessRights",
                Map.of(
                        "onwardUse", release.onwardUse(),
                        "clause", "Ps 3(1)c, Ps 9",
                        "consents", release.consents()));
        about.put(
                "dcat:distribution",
                Arrays.stream(DataForm.values())
                        .map(form -> Map.of("dcat:accessURL", self + "/data", "dcat:mediaType", form.type()))
                        .toList());
        about.put("dct:conformsTo", self + "/structure");
        about.put("satuData", satuData(release));
        about.put("kualitas", quality(release, tables));
        return about;
    }

    private static Map<String, Object> satuData(Release release) {
        var said = new LinkedHashMap<String, Object>();
        said.put("konsep", "Pendaftar seleksi calon aparatur sipil negara dan penempatannya");
        said.put(
                "definisi",
                "Jumlah pendaftaran menurut tahapan terakhir yang dicapai; seorang pendaftar dihitung sekali untuk setiap pendaftaran");
        said.put(
                "klasifikasi",
                release.breakdown().stream()
                        .map(dimension -> Map.of(
                                "elemen",
                                dimension.element(),
                                "nama",
                                dimension.annexName(),
                                "judul",
                                dimension.title(),
                                "komponenSdmx",
                                dimension.sdmxId()))
                        .toList());
        said.put("ukuran", "Jumlah orang; jumlah formasi");
        said.put("satuan", "orang; formasi");
        said.put("periode", release.years());
        said.put("tanggalData", release.dataTo());
        said.put("produsenData", "Badan Kepegawaian Negara");
        said.put(
                "metode",
                "Kompilasi produk administrasi SSCASN. Sel yang memuat kurang dari " + release.threshold()
                        + " orang, atau yang selisihnya dengan sel lain memuat kurang dari itu, ditutup (supresi); setiap rilis diuji dengan serangan"
                        + " program linear bersama semua rilis sebelumnya. Jumlah formasi bersifat publik dan tidak ditutup.");
        said.put(
                "tidakDiterbitkan",
                List.of(
                        unpublished(
                                "E-18",
                                "unorInduk, lokasi",
                                "Tempat penempatan merinci satu tahapan saja; di samping tabel menurut tahapan, selisihnya dapat mengungkap beberapa orang.",
                                "The place says more of one stage only; beside a table by stage its difference could tell of a few people."),
                        unpublished(
                                "E-19",
                                "tmtPertama, tmtTerakhir",
                                "Nilai terkecil dan terbesar adalah keterangan tentang satu orang, berapa pun jumlah orang dalam selnya.",
                                "A first and a last day are each of one person, however many people a cell has.")));
        said.put(
                "cakupan",
                Map.of("dari", String.valueOf(release.dataFrom()), "sampai", String.valueOf(release.dataTo())));
        return said;
    }

    private static Map<String, String> unpublished(String element, String name, String why, String reason) {
        return Map.of("elemen", element, "nama", name, "alasan", why, "reason", reason);
    }

    private Map<String, Object> quality(Release release, List<YearTable> tables) {
        var quality = new LinkedHashMap<String, Object>();
        quality.put("formasi", release.quality());
        quality.put("residual", jdbi.withHandle(handle -> residuals(handle, release, tables)));
        quality.put("sel", Map.of("ambang", release.threshold()));
        return quality;
    }

    /**
     * A total published elsewhere beside ours.
     *
     * @param counted from shown cells; null if they do not tell it
     * @param residual the total less ours; it need not be nought
     */
    record Residual(
            int tahun,
            String jenisPengadaan,
            String instansiId,
            String ukuran,
            long nilai,
            String sumber,
            LocalDate tanggalTerbit,
            Long counted,
            Long residual) {}

    /** From shown cells only: a residual to the true count would tell of those who are hidden. */
    private static List<Residual> residuals(Handle handle, Release release, List<YearTable> tables) {
        return new ArrayList<>(handle.createQuery(
                        "select * from casn_control where tahun = any(:years) order by tahun, jenis_pengadaan, instansi, measure, source")
                .bindArray("years", Integer.class, release.years())
                .map((row, context) -> {
                    int year = row.getInt("tahun");
                    String measure = row.getString("measure");
                    var cell = new LinkedHashMap<String, String>();
                    put(cell, Dimension.JENIS_PENGADAAN, row.getString("jenis_pengadaan"));
                    put(cell, Dimension.INSTANSI, row.getString("instansi"));
                    OptionalLong counted = tables.stream()
                            .filter(table -> table.period().equals(Integer.toString(year)))
                            .findFirst()
                            .map(table -> counted(table, cell, measure))
                            .orElse(OptionalLong.empty());
                    long value = row.getLong("value");
                    return new Residual(
                            year,
                            row.getString("jenis_pengadaan"),
                            row.getString("instansi"),
                            measure,
                            value,
                            row.getString("source"),
                            row.getObject("published", LocalDate.class),
                            counted.isPresent() ? counted.getAsLong() : null,
                            counted.isPresent() ? value - counted.getAsLong() : null);
                })
                .list());
    }

    private static OptionalLong counted(YearTable table, Map<String, String> cell, String measure) {
        try {
            if (measure.equals("FORMASI")) {
                return table.positions(cell);
            }
            for (Stage.Step step : Stage.Step.values()) {
                if (step.name().equals(measure)) {
                    return table.reached(step, cell);
                }
            }
            var at = new LinkedHashMap<>(cell);
            at.put(Dimension.TAHAPAN.annexName(), measure);
            return table.see(table.shape().key(at)) instanceof YearTable.Seen.Shown(long count)
                    ? OptionalLong.of(count)
                    : OptionalLong.empty();
        } catch (IllegalArgumentException notBrokenDownSo) {
            return OptionalLong.empty();
        }
    }

    private static void put(Map<String, String> cell, Dimension dimension, String code) {
        if (!code.equals(CodeLists.TOTAL)) {
            cell.put(dimension.annexName(), code);
        }
    }
}
