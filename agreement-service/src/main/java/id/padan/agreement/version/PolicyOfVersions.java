package id.padan.agreement.version;

import id.padan.agreement.document.AgreementFile;
import id.padan.platform.agreement.Policy;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the policy that gates obey out of stored versions: the one in force and those to come. */
final class PolicyOfVersions {

    private PolicyOfVersions() {}

    /** @param stored every version of one agreement, at least one */
    static Policy of(List<StoredVersion> stored, long revision, Instant now) {
        List<StoredVersion> valid = stored.stream()
                .filter(version -> version.supersededAt() == null)
                .sorted(Comparator.comparing(StoredVersion::effectiveFrom))
                .toList();
        int first = 0;
        for (int i = 0; i < valid.size(); i++) {
            if (!valid.get(i).effectiveFrom().isAfter(now)) {
                first = i;
            }
        }
        List<StoredVersion> carried = valid.subList(first, valid.size());
        AgreementFile latest = stored.getLast().file();
        return new Policy(
                Policy.TYPE,
                latest.id(),
                revision,
                latest.parties().stream().map(AgreementFile.Party::number).toList(),
                latest.signed(),
                now,
                latest.parties().stream()
                        .map(party -> new Policy.Party(party.id(), party.role(), party.name()))
                        .toList(),
                carried.stream().map(PolicyOfVersions::version).toList(),
                suspensions(carried));
    }

    private static Policy.Version version(StoredVersion stored) {
        AgreementFile file = stored.file();
        return new Policy.Version(
                stored.version(),
                stored.effectiveFrom(),
                new Policy.Term(instant(file.term().from()), instant(file.term().until())),
                file.purposes().stream().map(AgreementFile.Purpose::id).toList(),
                file.datasets().stream()
                        .map(dataset -> new Policy.Dataset(dataset.id(), dataset.holder()))
                        .toList(),
                file.clauses().stream()
                        .map(clause -> new Policy.Clause(
                                clause.id(),
                                clause.grantee(),
                                clause.datasets(),
                                clause.purposes(),
                                clause.programmeRequired(),
                                instant(clause.from()),
                                instant(clause.until())))
                        .toList(),
                file.elements().stream()
                        .flatMap(element -> elements(element).stream())
                        .toList(),
                file.programmes().stream()
                        .map(programme -> new Policy.Programme(
                                programme.code(),
                                programme.name(),
                                programme.clause(),
                                programme.purpose(),
                                programme.legalBasis(),
                                programme.cutOffDates(),
                                instant(programme.from()),
                                instant(programme.until()),
                                programme.clients(),
                                programme.quotaRowsPerDay(),
                                programme.asnShareLimit(),
                                programme.retentionDays(),
                                programme.standingDays(),
                                programme.stage(),
                                programme.dpiaSha256(),
                                null))
                        .toList());
    }

    /** One entry for each clause that opens the element; one without a clause if none does. */
    private static List<Policy.Element> elements(AgreementFile.Element element) {
        if (element.clauses().isEmpty()) {
            return List.of(new Policy.Element(
                    element.code(), element.name(), element.elementClass(), null, element.purposes()));
        }
        return element.clauses().stream()
                .map(clause -> new Policy.Element(
                        element.code(), element.name(), element.elementClass(), clause, element.purposes()))
                .toList();
    }

    /** A suspension holds while the version that declares it is in force: the next one lifts or repeats it. */
    private static List<Policy.Suspension> suspensions(List<StoredVersion> carried) {
        List<Policy.Suspension> all = new ArrayList<>();
        for (int i = 0; i < carried.size(); i++) {
            Instant begin = carried.get(i).effectiveFrom();
            Instant end = i + 1 < carried.size() ? carried.get(i + 1).effectiveFrom() : null;
            for (AgreementFile.Suspension suspension : carried.get(i).file().suspensions()) {
                Instant from = instant(suspension.from());
                Instant until = instant(suspension.until());
                Instant clippedFrom = from.isBefore(begin) ? begin : from;
                Instant clippedUntil = until == null || (end != null && end.isBefore(until)) ? end : until;
                if (clippedUntil == null || clippedFrom.isBefore(clippedUntil)) {
                    all.add(new Policy.Suspension(
                            suspension.id(),
                            suspension.party(),
                            suspension.client(),
                            suspension.dataset(),
                            suspension.programme(),
                            clippedFrom,
                            clippedUntil));
                }
            }
        }
        return all;
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
