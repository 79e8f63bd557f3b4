package id.padan.directory.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.correction.EffectStore.Effect;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.position.CorrectingPositions;
import id.padan.directory.record.CorrectingRecords;
import id.padan.directory.record.CorrectingRecords.Outcome;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.Datasets;
import id.padan.platform.caller.Caller;
import id.padan.platform.events.Outbox;
import id.padan.platform.events.OutboxEvent;
import id.padan.platform.events.Topics;
import id.padan.platform.machine.MachineCalls;
import id.padan.platform.machine.MachineUnavailableException;
import id.padan.platform.problem.PlatformProblem;
import id.padan.platform.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes what awaits its effect, reads the value as the record's holder, and applies it: record, outcome, event and leaf in one transaction.
 * Whatever cannot be done now is done later; what the record cannot take is told back. Doing it twice changes nothing.
 */
@ApplicationScoped
class ApplyingCorrections {
    private static final Logger LOG = Logger.getLogger(ApplyingCorrections.class);
    private static final String KIND = "CORRECTION";
    private static final int WORKERS = 4;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jdbi jdbi;
    private final EffectStore store;
    private final CorrectingRecords records;
    private final CorrectingPositions positions;
    private final MachineCalls calls;
    private final AgreementGate gate;
    private final RecordingDecisions decisions;
    private final Outbox outbox;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final Provider<String> origin;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean closed;

    ApplyingCorrections(
            Jdbi jdbi,
            EffectStore store,
            CorrectingRecords records,
            CorrectingPositions positions,
            MachineCalls calls,
            AgreementGate gate,
            RecordingDecisions decisions,
            Outbox outbox,
            ObjectMapper json,
            MeterRegistry meters,
            @ConfigProperty(name = "padan.origin") Provider<String> origin) {
        this.jdbi = jdbi;
        this.store = store;
        this.records = records;
        this.positions = positions;
        this.calls = calls;
        this.gate = gate;
        this.decisions = decisions;
        this.outbox = outbox;
        this.json = json;
        this.meters = meters;
        this.origin = origin;
    }

    void start(@Observes @Priority(300) StartupEvent event) {
        for (int i = 0; i < WORKERS; i++) {
            Thread.ofVirtual().name("correction-" + i).start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        closed = true;
        wake();
    }

    void wake() {
        work.release(WORKERS);
    }

    private void run() {
        try {
            while (!closed) {
                if (!one()) {
                    var unused = work.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The one that a worker had in hand when it failed. */
    private static final class InHand {
        private Effect effect;
    }

    /** @return whether there was one to do */
    private boolean one() throws InterruptedException {
        var inHand = new InHand();
        try {
            return jdbi.inTransaction(tx -> {
                var next = EffectStore.next(tx);
                if (next.isEmpty()) {
                    return false;
                }
                inHand.effect = next.get();
                take(tx, inHand.effect);
                return true;
            });
        } catch (MachineUnavailableException e) {
            later(inHand.effect, e.getMessage());
        } catch (RuntimeException e) {
            later(inHand.effect, e.getClass().getName());
            LOG.debug("a correction could not be applied", e);
        }
        return false;
    }

    private void later(Effect effect, String why) {
        if (effect == null) {
            LOG.warnf("corrections cannot be looked for, trying again: %s", why);
            return;
        }
        var pause = Duration.ofMillis(200L << Math.min(effect.tries(), 9));
        LOG.warnf("correction %s waits for its effect: %s", effect.proposal(), why);
        try {
            store.later(effect.proposal(), pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        } catch (RuntimeException databaseAway) {
            LOG.debug("a correction could not be put off", databaseAway);
        }
    }

    private static byte[] newSalt() {
        var salt = new byte[32];
        RANDOM.nextBytes(salt);
        return salt;
    }

    private void take(Handle tx, Effect effect) throws InterruptedException {
        boolean own = effect.element().startsWith("A");
        OwnersDecision by;
        try {
            var client = effect.holder() + "-system";
            var machine = new Caller(effect.holder(), "service-account-" + client, client, Set.of("system"));
            by = OwnersDecision.of(
                    machine, gate.requireHolder(machine, own ? Datasets.ASN_RECORD : Datasets.FUNCTIONAL_POSITION));
        } catch (ProblemException refused) {
            if (refused.code() != PlatformProblem.PARTY_MISMATCH) {
                throw refused;
            }
            // Competence is decided elsewhere and looked at again here, where it matters.
            tell(tx, effect, new Outcome.Refused("NOT_COMPETENT", null));
            return;
        }
        var found = calls.get(
                effect.holder(),
                URI.create(origin.get() + "/api/corrections/v1/proposals/" + effect.proposal() + "/effect"));
        if (found.isEmpty() || found.get().path("attempt").asInt() != effect.attempt()) {
            EffectStore.gone(tx, effect.proposal());
            return;
        }
        var value = found.get();
        by = new OwnersDecision(by.party(), value.path("decidedBy").asText(by.actor()), by.actor(), by.policy());
        if (own) {
            applyToRecord(tx, effect, value, by);
        } else {
            applyToPosition(tx, effect, value, by);
        }
        meters.counter("padan.corrections.effects").increment();
    }

    private void applyToRecord(Handle tx, Effect effect, JsonNode value, OwnersDecision by) {
        if (!Members.isApplicable(effect.element())) {
            tell(tx, effect, new Outcome.Refused("ELEMENT_NOT_APPLICABLE", null));
            return;
        }
        var proposed = value.path("proposed").asText(null);
        var field = value.path("field").asText(null);
        var salt = newSalt();
        var changed = new Object() {
            private Map<String, String> members;
        };
        var outcome = records.correct(
                tx,
                value.path("nip").asText(),
                record -> {
                    changed.members = Members.read(json, effect.element(), field, proposed, record)
                            .orElse(Map.of());
                    return Members.toFields(effect.element(), changed.members, record);
                },
                effect.proposal());
        if (changed.members != null && changed.members.isEmpty()) {
            outcome = new Outcome.Refused("WRONG_VALUE", null);
        }
        if (outcome instanceof Outcome.Applied(long no, long version)) {
            boolean plain =
                    field != null || proposed == null || !proposed.strip().startsWith("{");
            EffectStore.applied(tx, effect.proposal(), no, version, List.copyOf(changed.members.keySet()), plain, salt);
        }
        tell(tx, effect, outcome);
        if (outcome instanceof Outcome.Applied(long no, long version)) {
            decisions.record(
                    tx, by, KIND, commitment(salt, effect, version, proposed), "proposals/" + effect.proposal());
        }
    }

    /** Kemnaker's database is another one: its write stands by itself with its own leaf, and doing it again changes nothing. */
    private void applyToPosition(Handle tx, Effect effect, JsonNode value, OwnersDecision by) {
        var proposed = value.path("proposed").asText(null);
        var field = value.path("field").asText(null);
        var salt = newSalt();
        var result = positions.correct(
                value.path("nip").asText(),
                effect.element(),
                field,
                proposed,
                effect.proposal(),
                by,
                version -> commitment(salt, effect, version, proposed));
        if (result.outcome() instanceof Outcome.Applied(long no, long version)) {
            EffectStore.applied(tx, effect.proposal(), no, version, result.members(), result.plain(), salt);
        }
        tell(tx, effect, result.outcome());
    }

    private void tell(Handle tx, Effect effect, Outcome outcome) {
        var event =
                switch (outcome) {
                    case Outcome.Applied(long no, long version) ->
                        new EffectEvent(
                                EffectEvent.TYPE,
                                effect.proposal(),
                                effect.attempt(),
                                "APPLIED",
                                null,
                                null,
                                version,
                                Instant.now());
                    case Outcome.Refused(String reason, String field) -> {
                        EffectStore.refused(tx, effect.proposal(), reason, field);
                        yield new EffectEvent(
                                EffectEvent.TYPE,
                                effect.proposal(),
                                effect.attempt(),
                                "REFUSED",
                                reason,
                                field,
                                null,
                                Instant.now());
                    }
                };
        outbox.append(
                tx, OutboxEvent.of(Topics.CORRECTION_EFFECT, effect.proposal().toString(), EffectEvent.TYPE, event));
    }

    /** HMAC-SHA-256 under a salt that the holder keeps: it binds what was applied, and nobody else can try values on it. */
    private static byte[] commitment(byte[] salt, Effect effect, long version, String proposed) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal((effect.proposal() + "\n" + effect.attempt() + "\n" + version + "\n" + proposed)
                    .getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** The value as it stands now, read in a transaction of its own; null if it is empty or was never applied. */
    CurrentValue read(Effect effect) {
        if (effect.recordNo() == null) {
            return new CurrentValue(null, null);
        }
        if (!effect.element().startsWith("A")) {
            return positions
                    .read(effect.recordNo(), effect.element(), effect.members(), effect.plain())
                    .map(found -> new CurrentValue(found.value(), found.version()))
                    .orElseGet(() -> new CurrentValue(null, null));
        }
        return jdbi.inTransaction(tx -> records.read(tx, effect.recordNo()))
                .map(found -> new CurrentValue(
                        Members.show(effect.element(), effect.members(), effect.plain(), found.fields(), json),
                        found.version()))
                .orElseGet(() -> new CurrentValue(null, null));
    }

    record CurrentValue(String value, Long version) {
        @Override
        public String toString() {
            return "CurrentValue[masked]";
        }
    }
}
