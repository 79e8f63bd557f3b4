package id.padan.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for a JDK in the script {@code padan}. */
class JdkFinderTest {

    @TempDir
    Path folder;

    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        for (String program : new String[] {"java", "javac"}) {
            Path file = jdk.resolve("bin").resolve(program);
            Files.writeString(file, "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    private record Said(int code, String text) {}

    private Said padanJdk(String javaHome) throws Exception {
        Path script = Path.of("").toAbsolutePath().resolve("../../padan").normalize();
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), "jdk").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("PADAN_JDK_PLACES", folder + "/*");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Said(process.waitFor(), text);
    }

    @Test
    void javaHomeComesFirstIfItIsOne() throws Exception {
        jdk("a", "25");
        Path chosen = jdk("b", "25.0.1");
        assertThat(padanJdk(chosen.toString())).isEqualTo(new Said(0, chosen.toString()));
    }

    @Test
    void anotherVersionInJavaHomeIsPassedOver() throws Exception {
        Path old = jdk("a", "21.0.4");
        Path found = jdk("b", "25.0.1");
        assertThat(padanJdk(old.toString())).isEqualTo(new Said(0, found.toString()));
    }

    @Test
    void withoutOneItSaysSoInOneSentence() throws Exception {
        jdk("a", "2.5");
        jdk("b", "250");
        Said said = padanJdk("");
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).contains("JDK 25").doesNotContain("\n");
    }
}
