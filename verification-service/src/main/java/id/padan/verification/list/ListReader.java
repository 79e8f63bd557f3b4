package id.padan.verification.list;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * Reads a list of NIKs from whatever was sent: CSV in any of its shapes, XLSX, or a ZIP of one of them. Streams: what has been read is in
 * the sink's hands, chunk by chunk, before the rest has arrived, and memory does not grow with the list except for its first occurrences.
 */
public final class ListReader {

    private static final int PEEKED_BYTES = 512;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] ZIP_EMPTY = {'P', 'K', 5, 6};
    private static final byte[] OLE2 = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final byte[] PDF = {'%', 'P', 'D', 'F', '-'};
    private static final int MAX_ENTRIES = 1_000;

    private ListReader() {}

    /**
     * Reads the list to its end. The chunks given to {@code sink} count only if this returns: until then the list may still be refused.
     *
     * @param body the raw request body; read to its end on success, never closed
     * @param budget what all uploads of this instance may hold in memory together
     * @param sink takes the chunks in order, in the calling thread
     * @throws ListRefused when the list cannot be accepted as a whole
     * @throws UploadInterrupted when {@code body} fails
     * @throws IOException whatever the sink throws
     */
    public static ListSummary read(InputStream body, ListUpload upload, FirstOccurrences.Budget budget, ChunkSink sink)
            throws ListRefused, IOException {
        ListLimits limits = upload.limits();
        BodyStream counted = new BodyStream(body, limits.maxBytes());
        try (RowIntake intake = new RowIntake(budget, sink, limits.maxRows())) {
            try {
                ListShape shape = readAny(counted, upload, budget, intake);
                counted.drain();
                intake.finish();
                return new ListSummary(
                        shape,
                        intake.counts(),
                        intake.chunks(),
                        intake.sixteenDigits(),
                        intake.endingInZero(),
                        counted.count(),
                        counted.sha256());
            } catch (IOException e) {
                if (counted.failure() != null) {
                    throw new UploadInterrupted(intake.rows(), counted.failure());
                }
                if (e instanceof RefusedWhileReading refused) {
                    throw refused.refusal();
                }
                throw e;
            }
        }
    }

    private static ListShape readAny(
            BodyStream body, ListUpload upload, FirstOccurrences.Budget budget, RowIntake intake)
            throws ListRefused, IOException {
        byte[] start = body.readNBytes(PEEKED_BYTES);
        InputStream whole = again(start, body);
        if (start.length == 0) {
            throw ListRefused.of(
                    ListProblem.FILE_EMPTY, "There is nothing in the file.", "Tidak ada isi dalam berkas.");
        }
        if (begins(start, OLE2)) {
            throw ole2(whole);
        }
        if (begins(start, ZIP_EMPTY)) {
            throw zipEntries("It holds none.", "Tidak ada isinya.");
        }
        if (begins(start, PDF)) {
            throw ListRefused.of(
                    ListProblem.FILE_UNSUPPORTED,
                    "This is a PDF. Send the list as CSV or XLSX.",
                    "Ini PDF. Kirim daftar sebagai CSV atau XLSX.");
        }
        if (!begins(start, ZIP)) {
            return new CsvList(whole, intake).read(false);
        }
        return isWorkbook(start)
                ? readXlsx(whole, upload, budget, intake, false)
                : readZip(whole, body, upload, budget, intake);
    }

    /** A workbook's ZIP begins with one of its parts, whichever program wrote it. */
    private static boolean isWorkbook(byte[] start) {
        if (start.length < 30) {
            return false;
        }
        int nameLength = Math.min((start[26] & 0xFF) | (start[27] & 0xFF) << 8, start.length - 30);
        String name = new String(start, 30, nameLength, StandardCharsets.UTF_8);
        return name.equals("[Content_Types].xml")
                || name.startsWith("_rels/")
                || name.startsWith("docProps/")
                || name.startsWith("xl/")
                || name.startsWith("customXml/");
    }

    private static ListShape readXlsx(
            InputStream bytes, ListUpload upload, FirstOccurrences.Budget budget, RowIntake intake, boolean zipped)
            throws ListRefused, IOException {
        try (EncryptedSpool spool = EncryptedSpool.of(
                bytes, upload.temporaryFolder(), upload.limits().maxSpooledBytes())) {
            return XlsxList.read(spool, intake, upload.limits(), budget, zipped);
        }
    }

    private static ListShape readZip(
            InputStream bytes, BodyStream body, ListUpload upload, FirstOccurrences.Budget budget, RowIntake intake)
            throws ListRefused, IOException {
        ListShape shape = null;
        // Never closed: it would close the body, which belongs to the caller.
        ZipArchiveInputStream zip = new ZipArchiveInputStream(bytes, StandardCharsets.UTF_8.name(), true, true);
        int entries = 0;
        for (ZipArchiveEntry entry = next(zip); entry != null; entry = next(zip)) {
            if (++entries > MAX_ENTRIES) {
                throw zipEntries("It holds far too many.", "Isinya terlalu banyak.");
            }
            if (entry.isDirectory() || isClutter(entry.getName())) {
                continue;
            }
            if (entry.getGeneralPurposeBit().usesEncryption()) {
                throw encrypted();
            }
            if (shape != null) {
                throw zipEntries("It holds more than one.", "Isinya lebih dari satu.");
            }
            if (!zip.canReadEntryData(entry)) {
                throw ListRefused.of(
                        ListProblem.FILE_UNSUPPORTED,
                        "The ZIP is compressed in an unusual way. Use plain ZIP (deflate), or send the CSV itself.",
                        "ZIP dikompresi dengan cara yang tidak lazim. Gunakan ZIP biasa (deflate), atau kirim CSV-nya.");
            }
            InflatedStream inflated = new InflatedStream(zip, upload.limits().maxInflatedBytes(), body::count);
            shape = readEntry(inflated, upload, budget, intake);
        }
        if (shape == null) {
            throw zipEntries("It holds none.", "Tidak ada isinya.");
        }
        return shape;
    }

    private static ListShape readEntry(
            InputStream entry, ListUpload upload, FirstOccurrences.Budget budget, RowIntake intake)
            throws ListRefused, IOException {
        byte[] start = entry.readNBytes(PEEKED_BYTES);
        InputStream whole = again(start, entry);
        if (start.length == 0) {
            throw ListRefused.of(
                    ListProblem.FILE_EMPTY, "The file in the ZIP is empty.", "Berkas di dalam ZIP kosong.");
        }
        if (begins(start, OLE2)) {
            throw ole2(whole);
        }
        if (begins(start, ZIP) && isWorkbook(start)) {
            return readXlsx(whole, upload, budget, intake, true);
        }
        if (begins(start, ZIP) || begins(start, ZIP_EMPTY)) {
            throw zipEntries("It holds another ZIP.", "Isinya ZIP lagi.");
        }
        return new CsvList(whole, intake).read(true);
    }

    /** What file managers add by themselves. */
    private static boolean isClutter(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("__macosx/")
                || lower.endsWith(".ds_store")
                || lower.endsWith("thumbs.db")
                || lower.endsWith("desktop.ini");
    }

    private static boolean begins(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    /** Office wraps a password-protected XLSX in the container that its old formats used; the name of the stream inside tells which. */
    private static ListRefused ole2(InputStream bytes) throws IOException {
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        byte[] window = new byte[1 << 16];
        int kept = 0;
        for (int n = bytes.read(window, 0, window.length); n > 0; n = bytes.read(window, kept, window.length - kept)) {
            int length = kept + n;
            if (contains(window, length, name)) {
                return encrypted();
            }
            kept = Math.min(length, name.length - 1);
            System.arraycopy(window, length - kept, window, 0, kept);
        }
        return ListRefused.of(
                ListProblem.FILE_UNSUPPORTED,
                "This is a workbook of Excel 2003 or older (.xls). Save it as XLSX or CSV.",
                "Ini buku kerja Excel 2003 atau lebih lama (.xls). Simpan sebagai XLSX atau CSV.");
    }

    private static boolean contains(byte[] bytes, int length, byte[] part) {
        for (int i = 0; i + part.length <= length; i++) {
            if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    static ListRefused encrypted() {
        return ListRefused.of(
                ListProblem.FILE_ENCRYPTED,
                "Remove the password and send the list again; the connection itself is encrypted.",
                "Hapus kata sandinya lalu kirim ulang; sambungannya sendiri sudah terenkripsi.");
    }

    private static ListRefused zipEntries(String detailEn, String detailId) {
        return ListRefused.of(
                ListProblem.FILE_ZIP_ENTRIES,
                "A ZIP must hold exactly one CSV or XLSX. " + detailEn,
                "ZIP harus berisi tepat satu CSV atau XLSX. " + detailId);
    }

    private static ZipArchiveEntry next(ZipArchiveInputStream zip) throws IOException {
        try {
            return zip.getNextEntry();
        } catch (RefusedWhileReading e) {
            throw e;
        } catch (IOException e) {
            throw new RefusedWhileReading(InflatedStream.damaged());
        }
    }

    /** What was looked at, and the rest. */
    private static InputStream again(byte[] start, InputStream rest) throws IOException {
        PushbackInputStream whole = new PushbackInputStream(rest, PEEKED_BYTES);
        whole.unread(start);
        return whole;
    }
}
