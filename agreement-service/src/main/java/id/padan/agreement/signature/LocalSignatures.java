package id.padan.agreement.signature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Test keys, made when they are first needed and gone with the process: what they signed verifies for ever by the certificate in the file,
 * which says that it is a test.
 */
final class LocalSignatures implements ElectronicSignatures {

    private static final Duration LIFE = Duration.ofDays(365);

    private final byte[] passphrase;
    private final Map<String, Identity> identities = new ConcurrentHashMap<>();

    LocalSignatures(String passphrase) {
        this.passphrase = bytes(passphrase);
    }

    /** A key with its certificate. */
    record Identity(PrivateKey key, X509Certificate certificate) {}

    @Override
    public SignatureOutcome sign(Request request) {
        if (!MessageDigest.isEqual(passphrase, bytes(request.passphrase()))) {
            return new SignatureOutcome.WrongPassphrase();
        }
        var identity = identities.computeIfAbsent(
                request.party() + "\n" + request.name(),
                any -> identity(request.party(), request.name(), Instant.now()));
        try {
            return new SignatureOutcome.Signed(PdfSigning.sign(
                    request.pdf(), identity, request.name(), request.reason(), request.place(), Instant.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A self-signed certificate that begins now. */
    static Identity identity(String party, String name, Instant now) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            var subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, name + " (UJI - BUKAN SERTIFIKAT RESMI)")
                    .addRDN(BCStyle.O, "Padan uji: " + party)
                    .addRDN(BCStyle.C, "ID")
                    .build();
            var builder = new JcaX509v3CertificateBuilder(
                    subject,
                    new BigInteger(63, new SecureRandom()).add(BigInteger.ONE),
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plus(LIFE)),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            var certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
            return new Identity(pair.getPrivate(), certificate);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("the JDK cannot make a test key", e);
        }
    }
}
