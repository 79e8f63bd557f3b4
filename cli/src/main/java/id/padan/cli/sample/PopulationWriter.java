package id.padan.cli.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Records in the field names and habits of SIASN's {@code data-utama} (domain 1.4): strings, dates {@code dd-MM-yyyy}, missing as
 * {@code ""}, null or no field at all. One of fifty also has elements of class X, to see them dropped at the door.
 */
final class PopulationWriter {
    private static final String CSV_HEADER =
            "id,nipBaru,nipLama,nama,gelarBelakang,tempatLahir,tglLahir,jenisKelamin,nik,validNik,"
                    + "statusPegawai,kedudukanPnsId,kedudukanPnsNama,jenisPegawaiId,statusHidup,tglMeninggal,instansiIndukId,"
                    + "instansiIndukNama,instansiKerjaId,instansiKerjaNama,instansiKerjaKodeCepat,jenisJabatanId,jabatanFungsionalId,"
                    + "jabatanFungsionalNama,jabatanFungsionalUmumNama,golRuangAkhirId,golRuangAkhir,tkPendidikanTerakhirId,"
                    + "tmtCpns,tmtPns,tmtPensiun,bupPensiun,agama,gajiPokok,sintetis";

    private static final byte[] DEGREE = ascii("S.Kom.");
    private static final byte[] GENERAL_POSITION = ascii("Penelaah Teknis Kebijakan");
    private static final byte[] EMPTY = {};

    private final Lines lines;
    private final boolean csv;
    private final Regions regions;
    private boolean firstField;

    PopulationWriter(Lines lines, boolean csv, Regions regions) throws IOException {
        this.lines = lines;
        this.csv = csv;
        this.regions = regions;
        if (csv) {
            lines.put(CSV_HEADER).end();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A field's name with the JSON around it. */
    private record Field(byte[] opening, byte[] bare) {
        Field(String name) {
            this(ascii("\"" + name + "\":\""), ascii("\"" + name + "\":"));
        }
    }

    private static final Field ID = new Field("id");
    private static final Field NIP = new Field("nipBaru");
    private static final Field OLD_NIP = new Field("nipLama");
    private static final Field NAME = new Field("nama");
    private static final Field DEGREE_BEHIND = new Field("gelarBelakang");
    private static final Field BIRTH_PLACE = new Field("tempatLahir");
    private static final Field BIRTH_DATE = new Field("tglLahir");
    private static final Field SEX = new Field("jenisKelamin");
    private static final Field NIK = new Field("nik");
    private static final Field NIK_VALID = new Field("validNik");
    private static final Field KIND = new Field("statusPegawai");
    private static final Field STATUS = new Field("kedudukanPnsId");
    private static final Field STATUS_NAME = new Field("kedudukanPnsNama");
    private static final Field KIND_ID = new Field("jenisPegawaiId");
    private static final Field ALIVE = new Field("statusHidup");
    private static final Field DIED = new Field("tglMeninggal");
    private static final Field HOME_AGENCY = new Field("instansiIndukId");
    private static final Field HOME_AGENCY_NAME = new Field("instansiIndukNama");
    private static final Field AGENCY = new Field("instansiKerjaId");
    private static final Field AGENCY_NAME = new Field("instansiKerjaNama");
    private static final Field AGENCY_CODE = new Field("instansiKerjaKodeCepat");
    private static final Field POSITION_KIND = new Field("jenisJabatanId");
    private static final Field POSITION = new Field("jabatanFungsionalId");
    private static final Field POSITION_NAME = new Field("jabatanFungsionalNama");
    private static final Field GENERAL_POSITION_NAME = new Field("jabatanFungsionalUmumNama");
    private static final Field RANK = new Field("golRuangAkhirId");
    private static final Field RANK_NAME = new Field("golRuangAkhir");
    private static final Field EDUCATION = new Field("tkPendidikanTerakhirId");
    private static final Field CPNS_FROM = new Field("tmtCpns");
    private static final Field PNS_FROM = new Field("tmtPns");
    private static final Field RETIRES = new Field("tmtPensiun");
    private static final Field RETIREMENT_AGE = new Field("bupPensiun");
    private static final Field RELIGION = new Field("agama");
    private static final Field PAY = new Field("gajiPokok");
    private static final Field SYNTHETIC = new Field("sintetis");

    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    private static final byte[] PNS = ascii("PNS");
    private static final byte[] PPPK = ascii("PPPK");
    private static final byte[] AGE_58 = ascii("58");
    private static final byte[] LAINNYA = ascii("Lainnya");
    private static final byte[] PAY_AMOUNT = ascii("3000000");
    private static final byte[] ONE = ascii("1");
    private static final byte[] ZERO = ascii("0");
    private static final byte[] TWO = ascii("2");
    private static final byte[] FOUR = ascii("4");
    private static final byte[] MAN = ascii("M");
    private static final byte[] WOMAN = ascii("F");
    private static final byte[] BACHELOR = ascii("40");
    private static final byte[] SCHOOL = ascii("15");

    void write(AsnRecord record, long seed) throws IOException {
        long hash = Shuffle.mix(seed, record.index(), 7);
        Person person = record.person();
        boolean graduate = (hash & 3) != 0;
        boolean sensitive = record.index() % 50 == 49;
        firstField = true;
        if (!csv) {
            lines.put('{');
        }

        // The id is one-to-one in the position, so a larger register of the seed updates the smaller one.
        open(ID);
        lines.hex(Shuffle.mix(seed ^ record.index())).hex(Shuffle.mix(~seed, record.index()));
        close();
        open(NIP);
        lines.digits(record.nip(), 18);
        close();
        missing(OLD_NIP, hash);
        open(NAME);
        Words.name(lines, Shuffle.mix(seed, record.nameOf(), 11));
        close();
        if (graduate) {
            text(DEGREE_BEHIND, DEGREE);
        } else {
            missing(DEGREE_BEHIND, hash >>> 8);
        }
        text(BIRTH_PLACE, regions.place(person.district()));
        open(BIRTH_DATE);
        lines.date(person.birth());
        close();
        text(SEX, person.woman() ? WOMAN : MAN);
        if (record.hasNik()) {
            open(NIK);
            lines.digits(record.nikOwner().nik(), 16);
            close();
        } else {
            missing(NIK, hash >>> 16);
        }
        bare(NIK_VALID, record.nikValid() ? TRUE : FALSE);
        text(KIND, record.contract() ? PPPK : PNS);
        if (record.index() % 2000 == 1234) {
            // Some clients of SIASN store the code as a number and lose its zero.
            bare(STATUS, ascii(Integer.toString(Integer.parseInt(record.status().code()))));
        } else {
            text(STATUS, record.status().codeBytes());
        }
        text(STATUS_NAME, record.status().nameBytes());
        text(KIND_ID, ONE);
        text(ALIVE, record.deceased() ? ZERO : ONE);
        if (record.deceased()) {
            open(DIED);
            lines.date(2025_00_00 + (1 + (int) (hash >>> 40 & 7)) * 100 + 1 + (int) (hash >>> 44 & 15));
            close();
        } else {
            missing(DIED, hash >>> 24);
        }
        employment(record, hash, graduate);
        if (sensitive) {
            text(RELIGION, LAINNYA);
            text(PAY, PAY_AMOUNT);
        } else if (csv) {
            text(RELIGION, EMPTY);
            text(PAY, EMPTY);
        }
        bare(SYNTHETIC, TRUE);
        if (!csv) {
            lines.put('}');
        }
        lines.end();
    }

    private void employment(AsnRecord record, long hash, boolean graduate) {
        Words.Agency agency = Words.agency(Shuffle.mix(hash, 1));
        Words.Rank rank = Words.rank(record.contract(), Shuffle.mix(hash, 2));
        // Half of Kemnaker's own hold a position that it guides, elsewhere one of 256.
        boolean functional = agency.labour() ? (hash >>> 50 & 1) == 0 : (hash >>> 50 & 0xff) == 0;
        text(HOME_AGENCY, agency.id());
        text(HOME_AGENCY_NAME, agency.name());
        text(AGENCY, agency.id());
        text(AGENCY_NAME, agency.name());
        text(AGENCY_CODE, agency.code());
        text(POSITION_KIND, functional ? TWO : FOUR);
        if (functional) {
            Words.Position position = Words.position(Shuffle.mix(hash, 3));
            text(POSITION, position.id());
            text(POSITION_NAME, position.name());
        } else {
            missing(POSITION, hash >>> 30);
            missing(POSITION_NAME, hash >>> 30);
        }
        text(GENERAL_POSITION_NAME, functional ? EMPTY : GENERAL_POSITION);
        text(RANK, rank.id());
        text(RANK_NAME, rank.name());
        text(EDUCATION, graduate ? BACHELOR : SCHOOL);
        int appointed = record.appointed() * 100 + 1;
        open(CPNS_FROM);
        lines.date(appointed);
        close();
        if (record.contract()) {
            missing(PNS_FROM, hash >>> 34);
        } else {
            open(PNS_FROM);
            lines.date(appointed + 10_000);
            close();
        }
        Person person = record.person();
        int month = person.month() % 12 + 1;
        int year = person.year() + 58 + (person.month() == 12 ? 1 : 0);
        open(RETIRES);
        lines.date((year * 100 + month) * 100 + 1);
        close();
        text(RETIREMENT_AGE, AGE_58);
    }

    private void separate() {
        if (firstField) {
            firstField = false;
        } else {
            lines.put(',');
        }
    }

    private void open(Field field) {
        separate();
        if (!csv) {
            lines.put(field.opening());
        }
    }

    private void close() {
        if (!csv) {
            lines.put('"');
        }
    }

    private void text(Field field, byte[] value) {
        open(field);
        lines.put(value);
        close();
    }

    private void bare(Field field, byte[] value) {
        separate();
        if (!csv) {
            lines.put(field.bare());
        }
        lines.put(value);
    }

    /** SIASN says "nothing" in three ways. */
    private void missing(Field field, long hash) {
        if (csv) {
            separate();
            return;
        }
        switch ((int) (hash & 3)) {
            case 0 -> bare(field, NULL);
            case 1 -> {
                // No field at all.
            }
            default -> text(field, EMPTY);
        }
    }
}
