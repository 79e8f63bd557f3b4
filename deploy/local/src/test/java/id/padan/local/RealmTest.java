package id.padan.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealmTest {

    private final ObjectMapper json = new ObjectMapper();
    private JsonNode realm;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = RealmTest.class.getResourceAsStream("/realm-padan.json")) {
            realm = json.readTree(in);
        }
    }

    @Test
    void machineClientsNameTheirPartyThemselves() {
        assertThat(realm.path("realm").asText()).isEqualTo("padan");
        Map<String, JsonNode> clients = new HashMap<>();
        realm.path("clients")
                .forEach(client -> clients.put(client.path("clientId").asText(), client));
        for (String party : new String[] {"kemnaker", "bkn", "sandbox"}) {
            JsonNode client = clients.get(party + "-system");
            assertThat(client.path("secret").asText()).isEqualTo(party + "-local");
            assertThat(client.path("serviceAccountsEnabled").asBoolean()).isTrue();
            assertThat(client.path("standardFlowEnabled").asBoolean()).isFalse();
            JsonNode mapper = client.path("protocolMappers").path(0);
            assertThat(mapper.path("protocolMapper").asText()).isEqualTo("oidc-hardcoded-claim-mapper");
            assertThat(mapper.path("config").path("claim.name").asText()).isEqualTo("party");
            assertThat(mapper.path("config").path("claim.value").asText()).isEqualTo(party);
        }
        assertThat(clients.get("padan-cli").path("publicClient").asBoolean()).isTrue();
        assertThat(clients.get("padan-cli").path("directAccessGrantsEnabled").asBoolean())
                .isTrue();
    }

    @Test
    void thePeopleOfTheDesignBelongToTheirParties() {
        Map<String, String> parties = new HashMap<>();
        realm.path("users").forEach(user -> {
            if (!user.has("serviceAccountClientId")) {
                parties.put(
                        user.path("username").asText(),
                        user.path("attributes").path("party").path(0).asText());
                assertThat(user.path("credentials").path(0).path("value").asText())
                        .isEqualTo("padan");
                assertThat(user.path("realmRoles")).isNotEmpty();
            }
        });
        assertThat(parties)
                .containsOnly(
                        Map.entry("petugas.kemnaker", "kemnaker"),
                        Map.entry("pejabat.kemnaker", "kemnaker"),
                        Map.entry("auditor.kemnaker", "kemnaker"),
                        Map.entry("dpo.kemnaker", "kemnaker"),
                        Map.entry("verifikator.bkn", "bkn"),
                        Map.entry("pejabat.bkn", "bkn"),
                        Map.entry("auditor.bkn", "bkn"),
                        Map.entry("dpo.bkn", "bkn"));
    }

    @Test
    void nobodyMayChangeTheOwnParty() throws IOException {
        JsonNode profile = json.readTree(realm.path("components")
                .path("org.keycloak.userprofile.UserProfileProvider")
                .path(0)
                .path("config")
                .path("kc.user.profile.config")
                .path(0)
                .asText());
        profile.path("attributes").forEach(attribute -> {
            if (attribute.path("name").asText().equals("party")) {
                assertThat(attribute.path("permissions").path("edit")).hasSize(1);
                assertThat(attribute.path("permissions").path("edit").path(0).asText())
                        .isEqualTo("admin");
            }
        });
        assertThat(profile.path("attributes").findValuesAsText("name")).contains("party");
    }
}
