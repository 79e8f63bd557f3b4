package id.padan.casn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import id.padan.platform.architecture.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void keepsTheRulesOfTheHouse() {
        HouseRules.check("id.padan.casn");
    }

    /** What hides people must be judged without caller, database or network; and what leaves must not know how registrants are stored. */
    @Test
    void disclosureControlKnowsNothingElse() {
        var classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("id.padan.casn");
        noClasses()
                .that()
                .resideInAnyPackage("..table..", "..protection..", "..attack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..intake..",
                        "..cube..",
                        "..release..",
                        "..reading..",
                        "..sdmx..",
                        "..chart..",
                        "org.jdbi..",
                        "jakarta..",
                        "io.quarkus..")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage("..reading..", "..sdmx..", "..chart..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..intake..", "..cube..", "..protection..", "..attack..")
                .check(classes);
    }
}
