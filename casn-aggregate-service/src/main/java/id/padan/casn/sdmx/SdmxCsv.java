package id.padan.casn.sdmx;

import de.siegmar.fastcsv.writer.CsvWriter;
import id.padan.casn.release.CellQuery;
import id.padan.casn.release.Release;
import id.padan.casn.release.YearTable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** SDMX-CSV 2.0 (SDMX 3.0): structure, action, dimensions, measures, attributes. */
public final class SdmxCsv {
    public static final String TYPE = "application/vnd.sdmx.data+csv";

    private SdmxCsv() {}

    public static void write(Release release, List<YearTable> tables, CellQuery query, OutputStream out)
            throws IOException {
        try (var csv = CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
            var header = new ArrayList<String>(List.of("STRUCTURE", "STRUCTURE_ID", "ACTION"));
            release.breakdown().forEach(dimension -> header.add(dimension.sdmxId()));
            header.addAll(List.of(
                    SdmxNames.TIME, SdmxNames.COUNT, SdmxNames.POSITIONS, SdmxNames.SUPPRESSION, SdmxNames.DATA_DATE));
            csv.writeRecord(header);
            String structure =
                    SdmxNames.AGENCY + ":" + SdmxNames.dataflow(release) + "(" + SdmxNames.version(release) + ")";
            String day = Objects.toString(release.dataTo(), "");
            query.rows(tables, row -> {
                var record = new ArrayList<String>(List.of("dataflow", structure, "I"));
                record.addAll(row.codes().values());
                record.add(row.period());
                record.add(text(row.count()));
                record.add(text(row.positions()));
                record.add(row.count().isPresent() ? SdmxNames.SHOWN : SdmxNames.HIDDEN);
                record.add(day);
                csv.writeRecord(record);
            });
        }
    }

    private static String text(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "";
    }
}
