package id.padan.directory.correction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.padan.directory.correction.EffectStore.Done;
import id.padan.directory.correction.EffectStore.Effect;
import id.padan.directory.log.OwnersDecision;
import id.padan.directory.log.RecordingDecisions;
import id.padan.directory.log.RecordingDecisions.Decision;
import id.padan.directory.position.CorrectingPositions;
import id.padan.directory.record.CorrectingRecords;
import id.padan.directory.record.CorrectingRecords.Correction;
import id.padan.directory.record.CorrectingRecords.Outcome;
import id.padan.platform.agreement.AgreementGate;
import id.padan.platform.agreement.PolicyRef;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes what awaits its effect, reads the values as the records' holder, and applies them: records, outcomes, events and leaves of a group
 * are one transaction. Whatever cannot be done now is done later; what the record cannot take is told back. Doing it twice changes nothing.
 */
@ApplicationScoped
class ApplyingCorrections {
    private static final Logger LOG = Logger.getLogger(ApplyingCorrections.class);
    private static final String KIND = "CORRECTION";
    /** One at work while the other waits for an answer; more would only divide the groups. */
    private static final int WORKERS = 2;
    /** That are asked for, written and told together. */
    private static final int GROUP = 50;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Jdbi jdbi;
    private final EffectStore store;
    private final CorrectingRecords records;
    private final CorrectingHistories histories;
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
            CorrectingHistories histories,
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
        this.histories = histories;
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
                if (!some()) {
                    var unused = work.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether there were any to do */
    private boolean some() throws InterruptedException {
        var inHand = new ArrayList<Effect>();
        try {
            return jdbi.inTransaction(tx -> {
                inHand.addAll(EffectStore.next(tx, GROUP));
                return take(tx, inHand);
            });
        } catch (MachineUnavailableException e) {
            later(inHand, e.getMessage());
        } catch (RuntimeException e) {
            LOG.debug("corrections could not be applied together", e);
            if (inHand.size() < 2) {
                later(inHand, e.getClass().getName());
            } else {
                // Only one of them may be at fault: the others are done without it.
                for (Effect effect : inHand) {
                    alone(effect);
                }
            }
        }
        return false;
    }

    private void alone(Effect effect) throws InterruptedException {
        try {
            jdbi.<Boolean, InterruptedException>inTransaction(tx -> take(tx, EffectStore.next(tx, effect.proposal())));
        } catch (RuntimeException e) {
            later(
                    List.of(effect),
                    e instanceof MachineUnavailableException
                            ? e.getMessage()
                            : e.getClass().getName());
            LOG.debug("a correction could not be applied", e);
        }
    }

    private void later(List<Effect> effects, String why) {
        if (effects.isEmpty()) {
            LOG.warnf("corrections cannot be looked for, trying again: %s", why);
        }
        for (Effect effect : effects) {
            var pause = Duration.ofMillis(200L << Math.min(effect.tries(), 9));
            LOG.warnf("correction %s waits for its effect: %s", effect.proposal(), why);
            try {
                store.later(effect, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            } catch (RuntimeException databaseAway) {
                LOG.debug("a correction could not be put off", databaseAway);
            }
        }
    }

    static byte[] newSalt() {
        var salt = new byte[32];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /** @return whether there were any */
    private boolean take(Handle tx, List<Effect> effects) throws InterruptedException {
        var done = new LinkedHashMap<Effect, Done>();
        var own = new LinkedHashMap<String, Awaited>();
        var byHolder = new TreeMap<String, List<Effect>>();
        effects.forEach(effect -> byHolder.computeIfAbsent(effect.holder(), holder -> new ArrayList<>())
                .add(effect));
        for (var held : byHolder.entrySet()) {
            for (Awaited one : awaited(held.getKey(), held.getValue(), done)) {
                if (!one.effect().element().startsWith("A")) {
                    done.put(one.effect(), applyToPosition(one));
                } else {
                    // Two for one person come one after the other: what is left is taken up at once.
                    own.putIfAbsent(one.nip(), one);
                }
            }
        }
        // Positions came first: their leaves need the log's head, which is held from here until the end.
        applyToRecords(tx, own.values(), done);
        EffectStore.done(tx, done);
        var events = new ArrayList<OutboxEvent>();
        done.forEach((effect, became) -> EffectEvent.of(effect, became)
                .ifPresent(event -> events.add(OutboxEvent.of(
                        Topics.CORRECTION_EFFECT, effect.proposal().toString(), EffectEvent.TYPE, event))));
        outbox.append(tx, events);
        meters.counter("padan.corrections.effects").increment(done.size());
        return !effects.isEmpty();
    }

    /** Asks the cases of one holder at once; those that await nothing, or may not be decided by that holder, are done. */
    private List<Awaited> awaited(String holder, List<Effect> effects, Map<Effect, Done> done)
            throws InterruptedException {
        var client = holder + "-system";
        var machine = new Caller(holder, "service-account-" + client, client, Set.of("system"));
        var policies = new LinkedHashMap<Effect, PolicyRef>();
        for (Effect effect : effects) {
            try {
                policies.put(effect, gate.requireHolder(machine, effect.dataset()));
            } catch (ProblemException refused) {
                if (refused.code() != PlatformProblem.PARTY_MISMATCH) {
                    throw refused;
                }
                // Competence is decided elsewhere and looked at again here, where it matters.
                done.put(effect, new Done.Refused("NOT_COMPETENT", null));
            }
        }
        if (policies.isEmpty()) {
            return List.of();
        }
        var asked = policies.keySet().stream()
                .map(effect -> "proposal=" + effect.proposal())
                .collect(Collectors.joining("&", origin.get() + "/api/corrections/v1/effects?", ""));
        var told = new HashMap<String, JsonNode>();
        calls.require(holder, URI.create(asked))
                .path("items")
                .forEach(item -> told.put(item.path("proposalId").asText(), item));
        var awaited = new ArrayList<Awaited>();
        policies.forEach((effect, policy) -> {
            var item = told.get(effect.proposal().toString());
            if (item == null || item.path("attempt").asInt() != effect.attempt()) {
                done.put(effect, new Done.Gone());
                return;
            }
            var decidedBy = item.path("decidedBy").asText(machine.subject());
            awaited.add(new Awaited(effect, item, new OwnersDecision(holder, decidedBy, machine.subject(), policy)));
        });
        return awaited;
    }

    private void applyToRecords(Handle tx, Collection<Awaited> all, Map<Effect, Done> done) {
        var changes = new LinkedHashMap<Awaited, Correction>();
        var members = new HashMap<Awaited, List<String>>();
        for (Awaited one : all) {
            var element = one.effect().element();
            if (HistoryMembers.isHistory(element)) {
                done.put(one.effect(), histories.correct(tx, one));
            } else if (Members.isApplicable(element)) {
                changes.put(
                        one,
                        new Correction(
                                one.nip(),
                                one.effect().proposal(),
                                record -> Members.read(json, element, one.field(), one.proposed(), record)
                                        .map(changed -> {
                                            members.put(one, List.copyOf(changed.keySet()));
                                            return Members.toFields(element, changed, record);
                                        })));
            } else {
                done.put(one.effect(), new Done.Refused("ELEMENT_NOT_APPLICABLE", null));
            }
        }
        var outcomes = records.correct(tx, changes.values()).iterator();
        for (Awaited one : changes.keySet()) {
            done.put(
                    one.effect(),
                    switch (outcomes.next()) {
                        case Outcome.Refused(String reason, String field) -> new Done.Refused(reason, field);
                        case Outcome.Applied(long no, long version) ->
                            new Done.Applied(no, version, members.get(one), one.isPlain(), null, newSalt());
                    });
        }
        var made = new ArrayList<Decision>();
        for (Awaited one : all) {
            if (done.get(one.effect()) instanceof Done.Applied applied) {
                var commitment = commitment(applied.salt(), one.effect(), applied.version(), one.proposed());
                made.add(new Decision(
                        one.by(), commitment, "proposals/" + one.effect().proposal()));
            }
        }
        if (!made.isEmpty()) {
            decisions.record(tx, KIND, made);
        }
    }

    /** Kemnaker's database is another one: its write stands by itself with its own leaf, and doing it again changes nothing. */
    private Done applyToPosition(Awaited one) {
        var effect = one.effect();
        var salt = newSalt();
        var result = positions.correct(
                one.nip(),
                effect.element(),
                one.field(),
                one.proposed(),
                effect.proposal(),
                one.by(),
                version -> commitment(salt, effect, version, one.proposed()));
        return switch (result.outcome()) {
            case Outcome.Refused(String reason, String field) -> new Done.Refused(reason, field);
            case Outcome.Applied(long no, long version) ->
                new Done.Applied(no, version, result.members(), result.plain(), null, salt);
        };
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

    /** The values as they stand now, read in a transaction of their own; of what is empty or was never applied none. */
    Map<Effect, CurrentValue> read(List<Effect> effects) {
        return jdbi.inTransaction(tx -> {
            var numbers = effects.stream()
                    .filter(effect -> effect.recordNo() != null && effect.isOfRegister())
                    .map(Effect::recordNo)
                    .toList();
            var found = records.read(tx, numbers);
            var values = new HashMap<Effect, CurrentValue>();
            for (Effect effect : effects) {
                var value = read(tx, effect, found);
                if (value != null) {
                    values.put(effect, value);
                }
            }
            return values;
        });
    }

    private CurrentValue read(Handle tx, Effect effect, Map<Long, CorrectingRecords.Read> records) {
        if (effect.recordNo() == null) {
            return null;
        }
        if (!effect.isOfRegister()) {
            return positions
                    .read(effect.recordNo(), effect.element(), effect.members(), effect.plain())
                    .map(found -> new CurrentValue(found.value(), found.version()))
                    .orElse(null);
        }
        var record = records.get(effect.recordNo());
        if (record == null) {
            return null;
        }
        var value = effect.historyRow() != null
                ? histories.read(tx, effect)
                : Members.show(effect.element(), effect.members(), effect.plain(), record.fields(), json);
        return new CurrentValue(value, record.version());
    }

    record CurrentValue(String value, Long version) {
        @Override
        public String toString() {
            return "CurrentValue[masked]";
        }
    }
}
