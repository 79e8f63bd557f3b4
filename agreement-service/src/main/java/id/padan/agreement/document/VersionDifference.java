package id.padan.agreement.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says in words, in both languages, what one version of an agreement changes of another: what officials read before they approve. */
@ApplicationScoped
public class VersionDifference {

    private static final List<Section> SECTIONS = List.of(
            new Section("parties", "id", "Party", "Pihak"),
            new Section("purposes", "id", "Purpose", "Tujuan"),
            new Section("datasets", "id", "Dataset", "Himpunan data"),
            new Section("clauses", "id", "Clause", "Ketentuan"),
            new Section("elements", "code", "Element", "Elemen data"),
            new Section("programmes", "code", "Programme", "Program"),
            new Section("suspensions", "id", "Suspension", "Penangguhan"));

    private static final List<Single> SINGLES = List.of(
            new Single("/title", "The title", "Judul"),
            new Single("/signed", "The day of signing", "Tanggal penandatanganan"),
            new Single("/place", "The place", "Tempat"),
            new Single("/term/from", "The start of the term", "Awal jangka waktu"),
            new Single("/term/until", "The end of the term", "Akhir jangka waktu"),
            new Single(
                    "/registerRetentionYears",
                    "How many years the register keeps disclosures",
                    "Lama register menyimpan pengungkapan (tahun)"));

    private final ObjectMapper json;

    public VersionDifference(ObjectMapper json) {
        this.json = json;
    }

    private record Section(String list, String key, String en, String id) {}

    private record Single(String pointer, String en, String id) {}

    public List<Change> words(AgreementFile from, AgreementFile to) {
        JsonNode before = json.valueToTree(from);
        JsonNode after = json.valueToTree(to);
        List<Change> changes = new ArrayList<>();
        for (Single single : SINGLES) {
            String old = text(before.at(single.pointer()));
            String now = text(after.at(single.pointer()));
            if (!old.equals(now)) {
                changes.add(new Change(
                        single.pointer(),
                        single.en() + " changes from " + said(old, "nothing") + " to " + said(now, "nothing") + ".",
                        single.id() + " berubah dari " + said(old, "kosong") + " menjadi " + said(now, "kosong")
                                + "."));
            }
        }
        for (Section section : SECTIONS) {
            compare(section, before.path(section.list()), after.path(section.list()), changes);
        }
        return changes;
    }

    private static void compare(Section section, JsonNode before, JsonNode after, List<Change> changes) {
        Map<String, JsonNode> old = byKey(section, before);
        Map<String, JsonNode> now = byKey(section, after);
        Set<String> keys = new LinkedHashSet<>(old.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            String pointer = "/" + section.list() + "/" + key;
            if (!now.containsKey(key)) {
                String name = named(key, old.get(key));
                changes.add(new Change(
                        pointer,
                        section.en() + " " + name + " is taken out.",
                        section.id() + " " + name + " dihapus."));
            } else if (!old.containsKey(key)) {
                String name = named(key, now.get(key));
                changes.add(new Change(
                        pointer,
                        section.en() + " " + name + " is added" + opens(now.get(key), ", opened by ") + ".",
                        section.id() + " " + name + " ditambahkan" + opens(now.get(key), ", dibuka oleh ") + "."));
            } else {
                members(section, key, pointer, old.get(key), now.get(key), changes);
            }
        }
    }

    private static void members(
            Section section, String key, String pointer, JsonNode old, JsonNode now, List<Change> changes) {
        Set<String> names = new TreeSet<>();
        for (Iterator<String> each = now.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        String name = named(key, now);
        for (String member : names) {
            JsonNode before = old.path(member);
            JsonNode after = now.path(member);
            if (before.equals(after)) {
                continue;
            }
            if (isListOfText(before) && isListOfText(after)) {
                list(section, name, pointer + "/" + member, member, items(before), items(after), changes);
            } else {
                String was = text(before);
                String is = text(after);
                changes.add(new Change(
                        pointer + "/" + member,
                        section.en() + " " + name + ": " + member + " changes from " + said(was, "nothing") + " to "
                                + said(is, "nothing") + ".",
                        section.id() + " " + name + ": " + member + " berubah dari " + said(was, "kosong") + " menjadi "
                                + said(is, "kosong") + "."));
            }
        }
    }

    private static void list(
            Section section,
            String name,
            String pointer,
            String member,
            List<String> before,
            List<String> after,
            List<Change> changes) {
        List<String> gone = without(before, after);
        List<String> come = without(after, before);
        boolean opening = member.equals("clauses");
        if (!gone.isEmpty()) {
            String items = String.join(", ", gone);
            changes.add(new Change(
                    pointer,
                    section.en() + " " + name + (opening ? " is no longer opened by " : ": " + member + " loses ")
                            + items + ".",
                    section.id() + " " + name + (opening ? " tidak lagi dibuka oleh " : ": " + member + " kehilangan ")
                            + items + "."));
        }
        if (!come.isEmpty()) {
            String items = String.join(", ", come);
            changes.add(new Change(
                    pointer,
                    section.en() + " " + name + (opening ? " is now opened by " : ": " + member + " gains ") + items
                            + ".",
                    section.id() + " " + name + (opening ? " kini dibuka oleh " : ": " + member + " bertambah ") + items
                            + "."));
        }
        if (gone.isEmpty() && come.isEmpty()) {
            changes.add(new Change(
                    pointer,
                    section.en() + " " + name + ": the order of " + member + " changes.",
                    section.id() + " " + name + ": urutan " + member + " berubah."));
        }
    }

    private static List<String> without(List<String> all, List<String> others) {
        return all.stream().filter(one -> !others.contains(one)).toList();
    }

    private static Map<String, JsonNode> byKey(Section section, JsonNode list) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        list.forEach(item -> found.put(item.path(section.key()).asText(), item));
        return found;
    }

    private static String named(String key, JsonNode item) {
        String name = item.path("name").asText("");
        return name.isEmpty() || name.equals(key) ? key : key + " (" + name + ")";
    }

    private static String opens(JsonNode item, String words) {
        List<String> clauses = items(item.path("clauses"));
        return clauses.isEmpty() ? "" : words + String.join(", ", clauses);
    }

    private static boolean isListOfText(JsonNode node) {
        if (!node.isArray()) {
            return false;
        }
        for (JsonNode item : node) {
            if (!item.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static List<String> items(JsonNode list) {
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(item.asText()));
        return items;
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "" : node.isValueNode() ? node.asText() : node.toString();
    }

    private static String said(String text, String nothing) {
        return text.isEmpty() ? nothing : "\"" + text + "\"";
    }
}
