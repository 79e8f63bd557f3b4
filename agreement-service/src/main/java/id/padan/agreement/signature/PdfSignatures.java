package id.padan.agreement.signature;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.Selector;

/**
 * What signatures a PDF bears and whether its bytes are those that were signed. Whether a certificate is to be trusted is for the reader
 * of the PDF, who has the certification body's root; here only the mathematics is checked.
 */
public final class PdfSignatures {

    private PdfSignatures() {}

    /**
     * @param subject of the certificate
     * @param certificateSha256 lower-case hexadecimal
     * @param at as the signer's machine said; null if it said nothing
     * @param intact whether the signed bytes are unchanged
     * @param whole whether they are all bytes of the file
     */
    public record Found(String subject, String certificateSha256, Instant at, boolean intact, boolean whole) {}

    /**
     * In the order in which they were given; empty for an unsigned file.
     *
     * @throws IOException if it is no PDF
     */
    public static List<Found> of(byte[] pdf) throws IOException {
        try (var document = Loader.loadPDF(pdf)) {
            var found = new ArrayList<Found>();
            var dictionaries = new ArrayList<>(document.getSignatureDictionaries());
            dictionaries.sort((a, b) -> Integer.compare(end(a), end(b)));
            for (var signature : dictionaries) {
                found.add(check(signature, pdf));
            }
            return found;
        }
    }

    private static int end(PDSignature signature) {
        int[] range = signature.getByteRange();
        return range.length == 4 ? range[2] + range[3] : 0;
    }

    private static Found check(PDSignature signature, byte[] pdf) throws IOException {
        int[] range = signature.getByteRange();
        boolean whole = range.length == 4 && range[0] == 0 && end(signature) == pdf.length;
        var at =
                signature.getSignDate() == null ? null : signature.getSignDate().toInstant();
        try {
            var cms = new CMSSignedData(
                    new CMSProcessableByteArray(signature.getSignedContent(pdf)), signature.getContents(pdf));
            var signer = cms.getSignerInfos().getSigners().iterator().next();
            @SuppressWarnings("unchecked")
            Collection<X509CertificateHolder> matches =
                    cms.getCertificates().getMatches((Selector<X509CertificateHolder>) signer.getSID());
            var certificate = new JcaX509CertificateConverter()
                    .getCertificate(matches.iterator().next());
            var hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            boolean intact = signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate.getPublicKey()));
            return new Found(
                    certificate.getSubjectX500Principal().getName(),
                    HexFormat.of().formatHex(hash),
                    at,
                    intact,
                    whole);
        } catch (CMSException | GeneralSecurityException | OperatorCreationException | RuntimeException broken) {
            return new Found("", "", at, false, whole);
        }
    }
}
