package id.padan.cli.access;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command has which talks to Padan. */
public final class ConnectionOptions {
    private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Environment environment;

    @Option(
            names = "--party",
            paramLabel = "WHO",
            description =
                    "Act as kemnaker or bkn, or as a person by login name, instead of the usual party of this command.")
    @Nullable
    String party;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Use this access token (or PADAN_TOKEN) instead of logging in.")
    @Nullable
    String token;

    @Option(names = "--lang", description = "Language of messages: ${COMPLETION-CANDIDATES}. Default: from LANG.")
    @Nullable
    Language language;

    public ConnectionOptions(Environment environment) {
        this.environment = environment;
    }

    public Environment environment() {
        return environment;
    }

    public Language language() {
        return language == null ? Language.from(environment.variable("LANG").orElse(null)) : language;
    }

    /** A client that acts as {@code usualParty} unless told otherwise. */
    public Api connect(String usualParty) {
        String chosenToken = token == null ? environment.variable("PADAN_TOKEN").orElse(null) : token;
        return new Api(
                origin(),
                new Tokens(environment, language(), issuer(), party == null ? usualParty : party, chosenToken),
                environment,
                language());
    }

    /** A fresh token of a party or a person. */
    public String login(String who) {
        return new Tokens(environment, language(), issuer(), who, null).current();
    }

    public URI origin() {
        return address("PADAN_URL", "http://localhost:8080");
    }

    private URI issuer() {
        return address("PADAN_OIDC", "http://localhost:18080/realms/padan");
    }

    private URI address(String variable, String otherwise) {
        String text = environment.variable(variable).orElse(otherwise);
        URI address;
        try {
            address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, variable + " is not an address");
        }
        if (address.getHost() == null || !Set.of("http", "https").contains(address.getScheme())) {
            throw new Failure(ExitCode.USAGE, variable + " must begin with https:// or http://");
        }
        if (address.getScheme().equals("http")
                && !isLocal(address)
                && environment.variable("PADAN_INSECURE_HTTP").isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    language()
                            .say(
                                    variable
                                            + " memakai http:// ke komputer lain: NIK akan terkirim tanpa enkripsi. Pakai"
                                            + " https://, atau setel PADAN_INSECURE_HTTP=1 bila jaringan itu memang milik"
                                            + " sendiri.",
                                    variable
                                            + " uses http:// to another machine, which would send NIKs unencrypted. Use"
                                            + " https://, or set PADAN_INSECURE_HTTP=1 where that network is your own."));
        }
        return address;
    }

    static boolean isLocal(URI address) {
        return LOCAL_HOSTS.contains(address.getHost());
    }
}
