package id.padan.platform.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;

/** What reviewers would otherwise have to look for in every change. */
public final class HouseRules {

    private HouseRules() {}

    /** Checks the production classes of a context, such as {@code id.padan.agreement}. */
    public static void check(String context) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(context);

        methods()
                .that()
                .areAnnotatedWith(GET.class)
                .or()
                .areAnnotatedWith(POST.class)
                .or()
                .areAnnotatedWith(PUT.class)
                .or()
                .areAnnotatedWith(DELETE.class)
                .or()
                .areAnnotatedWith(PATCH.class)
                .or()
                .areAnnotatedWith(HEAD.class)
                .should()
                .bePublic()
                .because("a package-private endpoint builds silently and answers 404")
                .allowEmptyShould(true)
                .check(classes);
        slices().matching(context + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
        noClasses()
                .should()
                .haveNameMatching(".*\\.(\\w*(Util|Utils|Helper|Manager|Impl)|Abstract\\w*|Base[A-Z]\\w*)")
                .because("a class is named for what it is about")
                .check(classes);
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..common..", "..impl..", "..dto..", "..model..", "..service..", "..helper..")
                .because("packages are features")
                .check(classes);
        noClasses()
                .that()
                .haveNameNotMatching(".*(Resource|Mapper|Filter|Pages)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .because("HTTP stays at the edge")
                .check(classes);
    }
}
