package id.padan.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

@AnalyzeClasses(packages = "id.padan.verification", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** A package-private JAX-RS method compiles and answers 404. */
    @ArchTest
    static final ArchRule resourceMethodsArePublic = methods()
            .that()
            .areAnnotatedWith(GET.class)
            .or()
            .areAnnotatedWith(POST.class)
            .or()
            .areAnnotatedWith(PUT.class)
            .or()
            .areAnnotatedWith(DELETE.class)
            .should()
            .bePublic();

    @ArchTest
    static final ArchRule resourcesAreNamedSoAndNobodyElses = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .haveSimpleNameEndingWith("Resource")
            .andShould()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule featuresAreFreeOfCycles =
            slices().matching("id.padan.verification.(*)..").should().beFreeOfCycles();

    /** What is known of a NIK does not depend on who asks. */
    @ArchTest
    static final ArchRule projectionKnowsNoCaller = noClasses()
            .that()
            .resideInAPackage("..projection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..check..", "..batch..", "..receipt..", "id.padan.platform.caller..");

    @ArchTest
    static final ArchRule answersDependOnNothing = noClasses()
            .that()
            .resideInAPackage("..answer..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("..answer..", "java..");

    @ArchTest
    static final ArchRule namesSayWhatThingsAre = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
            .orShould()
            .haveNameMatching(".*\\.(Abstract|Base)[A-Z]\\w*")
            .orShould()
            .resideInAnyPackage("..util..", "..common..", "..impl..", "..dto..", "..model..", "..service..");
}
