package id.padan.agreement.signature;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.util.GregorianCalendar;
import java.util.Hashtable;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Adds a PAdES baseline-B signature (ETSI EN 319 142-1) behind what is there, so that the unsigned file stays the beginning of it. */
final class PdfSigning {

    private static final int ROOM_FOR_SIGNATURE = 16 * 1024;

    private PdfSigning() {}

    static byte[] sign(
            byte[] pdf, LocalSignatures.Identity identity, String name, String reason, String place, Instant at)
            throws IOException {
        try (var document = Loader.loadPDF(pdf);
                var options = new SignatureOptions()) {
            var signature = new PDSignature();
            signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
            signature.setSubFilter(COSName.getPDFName("ETSI.CAdES.detached"));
            signature.setName(name);
            signature.setReason(reason);
            signature.setLocation(place);
            signature.setSignDate(GregorianCalendar.from(at.atZone(ZoneId.of("Asia/Jakarta"))));
            options.setPreferredSignatureSize(ROOM_FOR_SIGNATURE);
            document.addSignature(signature, content -> cms(content, identity), options);
            var signed = new ByteArrayOutputStream();
            document.saveIncremental(signed);
            return signed.toByteArray();
        }
    }

    /** Detached CMS with the signing certificate's hash and, as PAdES demands, without a signing time of its own. */
    private static byte[] cms(InputStream content, LocalSignatures.Identity identity) throws IOException {
        try {
            X509Certificate certificate = identity.certificate();
            var hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            var attributes = new Hashtable<ASN1ObjectIdentifier, Attribute>();
            attributes.put(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new Attribute(
                            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                            new DERSet(new SigningCertificateV2(new ESSCertIDv2(hash)))));
            var defaults = new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes));
            var generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .setSignedAttributeGenerator(parameters ->
                                    defaults.getAttributes(parameters).remove(CMSAttributes.signingTime))
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(identity.key()), certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
            return generator
                    .generate(new CMSProcessableByteArray(content.readAllBytes()), /* encapsulate= */ false)
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
            throw new IOException("the signature could not be made", e);
        }
    }
}
