package id.padan.agreement.rendering;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import id.padan.agreement.inputs.RecordInputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import javax.xml.transform.TransformerException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.xmpbox.XMPMetadata;
import org.apache.xmpbox.schema.PDFAIdentificationSchema;
import org.apache.xmpbox.type.BadFieldValueException;
import org.apache.xmpbox.xml.XmpSerializer;

/** A page as PDF/A-3u with its inputs attached; dates and ids come from the inputs, never from a clock. */
final class RecordPdf {

    private static final String PRODUCER = "Padan";
    private static final String ATTACHED = "masukan.json";

    static {
        // Its messages go past the service's log, and may quote what is laid out.
        XRLog.setLoggingEnabled(false);
    }

    private final byte[] colours = RecordRenderer.bytes("srgb.icc");

    byte[] make(String html, String title, String subject, RecordInputs inputs, String attached) {
        var builder = new PdfRendererBuilder();
        builder.withHtmlContent(html, null);
        builder.useFastMode();
        builder.usePdfAConformance(PdfAConformance.PDFA_3_U);
        builder.useColorProfile(colours);
        // A record is made of what it carries: nothing is fetched, whatever a text in it says.
        builder.useExternalResourceAccessControl(
                (uri, type) -> uri.startsWith("data:"), ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        font(builder, "Liberation Serif", "LiberationSerif-Regular", 400, FontStyle.NORMAL);
        font(builder, "Liberation Serif", "LiberationSerif-Bold", 700, FontStyle.NORMAL);
        font(builder, "Liberation Serif", "LiberationSerif-Italic", 400, FontStyle.ITALIC);
        font(builder, "Liberation Sans", "LiberationSans-Regular", 400, FontStyle.NORMAL);
        font(builder, "Liberation Sans", "LiberationSans-Bold", 700, FontStyle.NORMAL);
        font(builder, "Liberation Mono", "LiberationMono-Regular", 400, FontStyle.NORMAL);
        builder.withProducer(PRODUCER);
        var unused = new ByteArrayOutputStream();
        builder.toStream(unused);
        try (var renderer = builder.buildPdfRenderer()) {
            renderer.layout();
            renderer.createPDFWithoutClosing();
            try (var document = renderer.getPdfDocument()) {
                return finish(document, title, subject, inputs, attached);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] finish(
            PDDocument document, String title, String subject, RecordInputs inputs, String attached)
            throws IOException {
        var date = dayOf(inputs.heading().date());
        var information = new PDDocumentInformation();
        information.setTitle(title);
        information.setSubject(subject);
        information.setAuthor(inputs.heading().letterhead().agency());
        information.setCreator(PRODUCER);
        information.setProducer(PRODUCER);
        information.setCreationDate(date);
        information.setModificationDate(date);
        document.setDocumentInformation(information);
        document.getDocumentCatalog().setLanguage("id-ID");
        document.getDocumentCatalog().setMetadata(metadata(document, title, subject, inputs, date));
        attach(document, attached, date);
        document.setDocumentId(
                inputs.recordId().getMostSignificantBits() ^ inputs.recordId().getLeastSignificantBits());
        var file = new ByteArrayOutputStream();
        document.save(file, CompressParameters.NO_COMPRESSION);
        return file.toByteArray();
    }

    /** XMP that says the same as the information, as PDF/A demands. */
    private static PDMetadata metadata(
            PDDocument document, String title, String subject, RecordInputs inputs, Calendar date) throws IOException {
        try {
            var xmp = XMPMetadata.createXMPMetadata();
            var identification = new PDFAIdentificationSchema(xmp);
            xmp.addSchema(identification);
            identification.setPart(3);
            identification.setConformance("U");
            var dublinCore = xmp.createAndAddDublinCoreSchema();
            dublinCore.setTitle(title);
            dublinCore.setDescription(subject);
            dublinCore.addCreator(inputs.heading().letterhead().agency());
            var basic = xmp.createAndAddXMPBasicSchema();
            basic.setCreateDate(date);
            basic.setModifyDate(date);
            basic.setCreatorTool(PRODUCER);
            xmp.createAndAddAdobePDFSchema().setProducer(PRODUCER);
            var bytes = new ByteArrayOutputStream();
            new XmpSerializer().serialize(xmp, bytes, true);
            var metadata = new PDMetadata(document);
            metadata.importXMPMetadata(bytes.toByteArray());
            return metadata;
        } catch (BadFieldValueException | TransformerException e) {
            throw new IllegalStateException("the record's metadata cannot be written", e);
        }
    }

    /** The inputs travel with the file (PDF/A-3), so that whoever holds it can make it again and compare. */
    private static void attach(PDDocument document, String attached, Calendar date) throws IOException {
        var bytes = attached.getBytes(StandardCharsets.UTF_8);
        var embedded = new PDEmbeddedFile(document, new ByteArrayInputStream(bytes), COSName.FLATE_DECODE);
        embedded.setSubtype("application/json");
        embedded.setSize(bytes.length);
        embedded.setCreationDate(date);
        embedded.setModDate(date);
        var specification = new PDComplexFileSpecification();
        specification.setFile(ATTACHED);
        specification.setFileUnicode(ATTACHED);
        specification.setFileDescription("Masukan dokumen ini");
        specification.setEmbeddedFile(embedded);
        specification.setEmbeddedFileUnicode(embedded);
        specification.getCOSObject().setName("AFRelationship", "Source");
        var tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(Map.of(ATTACHED, specification));
        var names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(tree);
        document.getDocumentCatalog().setNames(names);
        var associated = new COSArray();
        associated.add(specification);
        document.getDocumentCatalog().getCOSObject().setItem("AF", associated);
    }

    private static Calendar dayOf(LocalDate date) {
        var calendar = new GregorianCalendar(TimeZone.getTimeZone(Indonesian.JAKARTA), Locale.ROOT);
        calendar.clear();
        calendar.set(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth());
        return calendar;
    }

    private static void font(PdfRendererBuilder builder, String family, String file, int weight, FontStyle style) {
        builder.useFont(() -> liberation(file), family, weight, style, /* subset= */ true);
    }

    /** Liberation 2, SIL Open Font License 1.1, see NOTICE. */
    private static InputStream liberation(String file) {
        var font = RecordPdf.class.getResourceAsStream("/liberation/" + file + ".ttf");
        if (font == null) {
            throw new IllegalStateException("font " + file + " is not packaged");
        }
        return font;
    }
}
