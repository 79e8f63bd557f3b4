package id.padan.directory.quality;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** One record as a run meets it; the same object for all records of a scan. Dates are numbers, {@code yyyyMMdd}, 0 for none. */
final class Scanned {

    /** Columns of {@link #read}, in their order. */
    static final String COLUMNS =
            "r.no, r.nip, r.nik_lookup, r.nik_valid, r.status_code, r.deceased, r.retirement_date, r.has_email, r.has_phone, "
                    + "seen.no is not null, r.elements, r.internal";

    private static final JsonFactory JSON = new JsonFactory();
    private static final long EPOCH = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final Map<String, Integer> PLACES = new HashMap<>();

    /** What indicators look at, in SIASN names. */
    enum Field {
        EMAIL("emailGov"),
        ESELON("eselonId"),
        GELAR_BELAKANG("gelarBelakang"),
        GELAR_DEPAN("gelarDepan"),
        GOLONGAN("golRuangAkhirId"),
        INSTANSI_INDUK("instansiIndukId"),
        INSTANSI_KERJA("instansiKerjaId"),
        JABATAN_FUNGSIONAL("jabatanFungsionalId"),
        JABATAN_FUNGSIONAL_NAMA("jabatanFungsionalNama"),
        JABATAN_UMUM("jabatanFungsionalUmumId"),
        JABATAN_UMUM_NAMA("jabatanFungsionalUmumNama"),
        JABATAN_NAMA("jabatanNama"),
        JABATAN_STRUKTURAL("jabatanStrukturalId"),
        JENIS_JABATAN("jenisJabatanId"),
        JENIS_KELAMIN("jenisKelamin"),
        JENIS_PEGAWAI("jenisPegawaiId"),
        JENJANG("jenjang"),
        PENDIDIKAN("pendidikanTerakhirId"),
        STATUS_PEGAWAI("statusPegawai"),
        TGL_LAHIR("tglLahir"),
        TK_PENDIDIKAN("tkPendidikanTerakhirId"),
        TMT_CPNS("tmtCpns"),
        TMT_PENSIUN("tmtPensiun"),
        TMT_PNS("tmtPns"),
        TMT_PPPK("tmtPppk"),
        UNOR("unorId"),
        AKHIR_CLTN("tglAkhirCltn"),
        AKHIR_KONTRAK("tglAkhirKontrak");

        final String siasn;

        Field(String siasn) {
            this.siasn = siasn;
        }
    }

    static {
        for (Field field : Field.values()) {
            PLACES.put(field.siasn, field.ordinal());
        }
    }

    private final String[] values = new String[Field.values().length];
    final AtLarge register;
    /** The day as of which dates are past, and the one a year before. */
    final int today;

    final int yearAgo;
    long no;
    String nip;
    UUID nik;
    Boolean nikValid;
    String status;
    boolean deceased;
    int retirement;
    boolean email;
    boolean phone;
    boolean rated;
    boolean inScope;

    Scanned(AtLarge register, LocalDate asOf) {
        this.register = register;
        this.today = number(asOf);
        this.yearAgo = number(asOf.minusYears(1));
    }

    /** Takes a row of a binary COPY of {@link #COLUMNS}. */
    void read(ByteBuffer row) throws IOException {
        no = bytes(row).getLong();
        nip = text(row);
        ByteBuffer lookup = bytes(row);
        nik = lookup == null ? null : new UUID(lookup.getLong(), lookup.getLong());
        ByteBuffer valid = bytes(row);
        nikValid = valid == null ? null : valid.get() == 1;
        status = text(row);
        deceased = bytes(row).get() == 1;
        ByteBuffer retires = bytes(row);
        retirement = retires == null ? 0 : number(LocalDate.ofEpochDay(EPOCH + retires.getInt()));
        email = bytes(row).get() == 1;
        phone = bytes(row).get() == 1;
        rated = register.rated().get((int) no);
        inScope = bytes(row).get() == 1;
        Arrays.fill(values, null);
        members(bytes(row));
        members(bytes(row));
    }

    private static ByteBuffer bytes(ByteBuffer row) {
        int length = row.getInt();
        if (length < 0) {
            return null;
        }
        ByteBuffer value = row.slice(row.position(), length);
        row.position(row.position() + length);
        return value;
    }

    private static String text(ByteBuffer row) {
        ByteBuffer value = bytes(row);
        return value == null
                ? null
                : new String(value.array(), value.arrayOffset(), value.remaining(), StandardCharsets.UTF_8);
    }

    private void members(ByteBuffer json) throws IOException {
        if (json == null) {
            return;
        }
        try (JsonParser parser = JSON.createParser(json.array(), json.arrayOffset(), json.remaining())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Integer place = PLACES.get(parser.currentName());
                JsonToken value = parser.nextToken();
                if (place != null && value != JsonToken.VALUE_NULL) {
                    values[place] = parser.getText();
                }
                parser.skipChildren();
            }
        }
    }

    private static int number(LocalDate day) {
        return day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
    }

    /** Null if the record has none. */
    String text(Field field) {
        return values[field.ordinal()];
    }

    String text(String siasn) {
        return values[PLACES.get(siasn)];
    }

    boolean has(Field field) {
        return values[field.ordinal()] != null;
    }

    boolean is(Field field, String... one) {
        String value = values[field.ordinal()];
        if (value != null) {
            for (String each : one) {
                if (value.equals(each)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Codes whose order is that of what they stand for; never of a field that is not there. */
    boolean isBelow(Field field, String code) {
        String value = values[field.ordinal()];
        return value != null && value.compareTo(code) < 0;
    }

    boolean isPppk() {
        String value = text(Field.STATUS_PEGAWAI);
        return value != null && value.startsWith("PPPK");
    }

    boolean isStatus(String... one) {
        return status != null && Arrays.asList(one).contains(status);
    }

    /** Where it works; empty if it names none. */
    String agency() {
        return has(Field.INSTANSI_KERJA) ? text(Field.INSTANSI_KERJA) : "";
    }

    /** Whether it has a structural position in a unit, and is active. */
    boolean holdsSeat() {
        return is(Field.JENIS_JABATAN, "1") && isStatus("01") && has(Field.UNOR) && has(Field.JABATAN_STRUKTURAL);
    }

    /** The structural position in its unit. */
    String seat() {
        return text(Field.UNOR) + '\n' + text(Field.JABATAN_STRUKTURAL);
    }

    /** Kept as {@code dd-MM-yyyy}. */
    int day(Field field) {
        String value = values[field.ordinal()];
        return value == null || value.length() != 10
                ? 0
                : digits(value, 6, 10) * 10_000 + digits(value, 3, 5) * 100 + digits(value, 0, 2);
    }

    /** Digits of the NIP, from 0. */
    int nip(int from, int to) {
        return nip.length() < to ? -1 : digits(nip, from, to);
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }
}
