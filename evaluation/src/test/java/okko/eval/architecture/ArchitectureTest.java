package okko.eval.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who may know whom. The poms hold the rules between modules as well; those inside of modules are held here alone. */
class ArchitectureTest {

    private static final JavaClasses OKKO = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("okko");

    @Test
    void shouldKeepModulesApart() {
        hold(layeredArchitecture().consideringOnlyDependenciesInAnyPackage("okko..")
                .layer("ring-shm").definedBy("okko.ringshm..")
                .layer("bpf-vm").definedBy("okko.bpf..")
                .layer("switchd").definedBy("okko.switchd..")
                .layer("external-proc").definedBy("okko.external..")
                .layer("evaluation").definedBy("okko.eval..")
                .whereLayer("ring-shm").mayNotAccessAnyLayer()
                .whereLayer("bpf-vm").mayNotAccessAnyLayer()
                .whereLayer("external-proc").mayOnlyAccessLayers("ring-shm", "bpf-vm")
                .whereLayer("switchd").mayOnlyAccessLayers("ring-shm", "bpf-vm")
                .whereLayer("evaluation").mayNotBeAccessedByAnyLayer());
    }

    /**
     * A package with those below it. What OpenFlow's messages say is known to the tables, and what carries them out
     * knows the tables: these are packages of their own.
     */
    private static final class Packages implements SliceAssignment {

        private static final Pattern NAME =
                Pattern.compile("okko\\.(\\w+)\\.(openflow(?:\\.\\w+)?|\\w+)(?:\\..*)?");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            Matcher name = NAME.matcher(type.getPackageName());
            return name.matches() ? SliceIdentifier.of(name.group(1), name.group(2)) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        hold(slices().assignedFrom(new Packages()).should().beFreeOfCycles());
    }

    @Test
    void shouldLetStagesKnowTheVocabularyButNotEachOther() {
        hold(slices().matching("okko.switchd.(port|parse|cache|classify|action|program|external)..")
                .should().notDependOnEachOther());
    }

    @Test
    void shouldLetTheSwitchMeetBpfInOnePackage() {
        hold(noClasses().that().resideInAPackage("okko.switchd..")
                .and().resideOutsideOfPackage("okko.switchd.program..")
                .should().dependOnClassesThat().resideInAPackage("okko.bpf.."));
    }

    @Test
    void shouldKeepBpfFromProcessorsThatRunNone() {
        hold(noClasses().that().resideInAnyPackage("okko.external.api..", "okko.external.agent..",
                "okko.external.sample..").should().dependOnClassesThat().resideInAPackage("okko.bpf.."));
    }

    @Test
    void shouldMeetRingsAndSharedMemoryOnlyAtTheEdgesOfTheSwitch() {
        hold(noClasses().that().resideInAPackage("okko.switchd..")
                .and().resideOutsideOfPackages("okko.switchd.port..", "okko.switchd.external..", "okko.switchd")
                .should().dependOnClassesThat().resideInAnyPackage("okko.ringshm.ring..", "okko.ringshm.region.."));
    }

    @Test
    void shouldReadAndWriteCapturesOnlyWherePacketsComeFrom() {
        hold(classes().that().resideInAPackage("okko.ringshm.capture..")
                .should().onlyBeAccessed().byAnyPackage("okko.ringshm.capture..", "okko.switchd.port..",
                        "okko.external.journal..", "okko.external.testkit..", "okko.eval.."));
    }

    @Test
    void shouldMakeSystemCallsInOnePackage() {
        hold(noClasses().that().resideOutsideOfPackage("okko.ringshm.kernel..")
                .should().dependOnClassesThat().areAssignableTo(Linker.class)
                .orShould().dependOnClassesThat().areAssignableTo(SymbolLookup.class));
    }

    @Test
    void shouldWireTheSwitchInItsRootPackage() {
        hold(noClasses().that().resideInAPackage("okko.switchd.*..")
                .should().dependOnClassesThat().resideInAPackage("okko.switchd"));
    }

    @Test
    void shouldAskOfAUserNoMoreThanThePacketsBytes() {
        hold(classes().that().resideInAPackage("okko.external.api..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("okko.external.api..", "okko.ringshm.layout..", "okko.ringshm.wire..", "org.agrona",
                        "java.."));
    }

    @Test
    void shouldHaveNoStaticState() {
        hold(fields().that().areStatic().and().areDeclaredInClassesThat().resideOutsideOfPackage("..jmh_generated..")
                .should().beFinal());
        hold(noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class));
    }

    @Test
    void shouldHaveNoPlaceWithoutAReason() {
        hold(noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..misc.."));
        // "Helper" is a word of RFC 9669 and "service manager" one of sd_notify(3); allowed where they mean that.
        hold(noClasses().that().doNotHaveSimpleName("ServiceManager")
                .should().haveSimpleNameEndingWith("Util").orShould().haveSimpleNameEndingWith("Manager")
                .orShould().haveSimpleNameEndingWith("Impl"));
    }

    @Test
    void shouldKeepStatisticsPure() {
        hold(classes().that().resideInAPackage("okko.eval.stat..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("okko.eval.stat..", "org.apache.commons.math3..", "java.."));
    }

    @Test
    void shouldShowPublishedFiguresOnlyInTheReport() {
        hold(classes().that().resideInAPackage("okko.eval.paper..").should().onlyBeAccessed()
                .byAnyPackage("okko.eval.paper..", "okko.eval.report.."));
    }

    @Test
    void shouldKnowTheLibraryOfChartsInOnePackage() {
        hold(noClasses().that().resideOutsideOfPackage("okko.eval.chart..")
                .should().dependOnClassesThat().resideInAnyPackage("org.jetbrains..", "kotlin.."));
        hold(classes().that().resideInAPackage("okko.eval.chart..").should().onlyBeAccessed()
                .byAnyPackage("okko.eval.chart..", "okko.eval.report.."));
    }

    @Test
    void shouldKeepBenchmarksApartFromWhatUsersStart() {
        hold(noClasses().that().resideOutsideOfPackage("okko.eval.jmh..")
                .should().dependOnClassesThat(resideInAPackage("org.openjdk.jmh..")
                        .or(resideInAPackage("okko.eval.jmh.."))));
    }

    private static void hold(ArchRule rule) {
        rule.check(OKKO);
    }
}
