package id.padan.casn.reading;

import id.padan.casn.sdmx.SdmxCsv;
import id.padan.casn.sdmx.SdmxJson;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import java.util.Arrays;

/** The forms in which cells leave. */
enum DataForm {
    JSON("json", "application/json", "application/json"),
    CSV("csv", "text/csv", "text/csv;charset=utf-8;header=present"),
    SDMX_CSV("sdmx-csv", SdmxCsv.TYPE, SdmxCsv.TYPE + ";version=2.0.0"),
    SDMX_JSON("sdmx-json", SdmxJson.TYPE, SdmxJson.TYPE + ";version=2.0.0");

    private final String name;
    private final String accepted;
    private final String type;

    DataForm(String name, String accepted, String type) {
        this.name = name;
        this.accepted = accepted;
        this.type = type;
    }

    String type() {
        return type;
    }

    /** By name, else the first that is accepted, else JSON. */
    static DataForm of(String format, String accept) {
        if (format != null) {
            return Arrays.stream(values())
                    .filter(form -> form.name.equals(format))
                    .findFirst()
                    .orElseThrow(() -> DataResource.invalid(
                            "format", "sdmx-csv, sdmx-json, csv or json", "sdmx-csv, sdmx-json, csv, atau json"));
        }
        if (accept == null) {
            return JSON;
        }
        for (String one : accept.split(",")) {
            String type = one.split(";")[0].strip();
            // A version that we do not have is not what was asked for.
            boolean other = one.contains("version=") && !one.contains("version=2");
            if (type.equals("*/*") || type.equals("application/*")) {
                return JSON;
            }
            for (DataForm form : values()) {
                if (form.accepted.equals(type) && !other) {
                    return form;
                }
            }
        }
        throw ProblemException.of(
                PlatformProblem.NOT_ACCEPTABLE,
                "Offered are SDMX-CSV 2.0, SDMX-JSON 2.0, text/csv and application/json.",
                "Tersedia SDMX-CSV 2.0, SDMX-JSON 2.0, text/csv, dan application/json.");
    }
}
