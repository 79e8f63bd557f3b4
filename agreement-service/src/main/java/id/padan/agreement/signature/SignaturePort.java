package id.padan.agreement.signature;

import id.padan.platform.safety.ProductionSafety;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Chooses who signs. */
class SignaturePort {

    @Produces
    @ApplicationScoped
    ElectronicSignatures signatures(SignatureConfig config, ProductionSafety safety) {
        return switch (config.by()) {
            case "bsre" ->
                new BsreSignatures(
                        config.bsre().url().orElse(null),
                        config.bsre().user().orElse(""),
                        config.bsre().password().orElse(""),
                        config.bsre().timeout());
            case "local" -> {
                if (safety.isProduction()) {
                    throw new IllegalStateException(
                            "padan.signature.by=local signs with test keys and is refused here;" + " use bsre");
                }
                yield new LocalSignatures(config.local().passphrase().orElseThrow());
            }
            default -> throw new IllegalStateException("padan.signature.by is bsre or local");
        };
    }
}
