package id.padan.correction.life;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why something is returned or refused (F-12): SIASN's own codes (alasan-tolak). BTS, berkas tidak sesuai, can be mended and sent again; TMS,
 * tidak memenuhi syarat, is the end.
 */
public enum Reason {
    DATA_NOT_FITTING("50", true, "BTS: data tidak sesuai"),
    DOCUMENT_INCOMPLETE("51", true, "BTS: dokumen tidak lengkap"),
    EDUCATION("52", false, "TMS: kualifikasi pendidikan"),
    DECEASED("54", false, "TMS: meninggal"),
    RESIGNED("55", false, "TMS: mengundurkan diri"),
    OTHER("60", false, "TMS: lain-lain"),
    CANCELLED_EDUCATION("61", false, "Pembatalan: kualifikasi pendidikan"),
    CANCELLED_DECEASED("62", false, "Pembatalan: meninggal"),
    CANCELLED_RESIGNED("63", false, "Pembatalan: mengundurkan diri"),
    CANCELLED_OTHER("64", false, "Pembatalan: lain-lain"),
    TECHNICAL_CONSIDERATION("67", true, "BTS: data atau dokumen pertimbangan teknis"),
    TEACHERS_UNIT("68", true, "BTS: unit organisasi PPPK guru");

    private final String code;
    private final boolean returnable;
    private final String text;

    Reason(String code, boolean returnable, String text) {
        this.code = code;
        this.returnable = returnable;
        this.text = text;
    }

    /** SIASN's code, 50 to 68. */
    public String code() {
        return code;
    }

    /** BTS: the sender may mend it and send it again. */
    public boolean isReturnable() {
        return returnable;
    }

    public String text() {
        return text;
    }

    public static Optional<Reason> find(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst();
    }

    /** Codes that return, or that refuse. */
    public static List<String> codes(boolean returnable) {
        return Arrays.stream(values())
                .filter(reason -> reason.returnable == returnable)
                .map(Reason::code)
                .toList();
    }
}
