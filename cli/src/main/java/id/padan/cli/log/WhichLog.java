package id.padan.cli.log;

import com.fasterxml.jackson.databind.JsonNode;
import id.padan.cli.access.Api;
import picocli.CommandLine.Option;

/** Which service's log is meant. */
final class WhichLog {
    @Option(
            names = "--log",
            defaultValue = "verification",
            paramLabel = "NAME",
            description = "verification, asn-directory or agreements. Default: ${DEFAULT-VALUE}.")
    String context = "verification";

    String path(String rest) {
        return "/api/" + context + "/v1/log/" + rest;
    }

    JsonNode head(Api api) {
        return api.get(path("head")).body();
    }
}
