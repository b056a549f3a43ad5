package io.fhirferry.common.window;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The names of the resource types of FHIR R4 (4.0.1), the abstract ones left out. */
public final class ResourceTypes {

    private static final String NAMES = """
            Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse
            AuditEvent Basic Binary BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan
            CareTeam CatalogEntry ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression
            CodeSystem Communication CommunicationRequest CompartmentDefinition Composition ConceptMap Condition
            Consent Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue
            Device DeviceDefinition DeviceMetric DeviceRequest DeviceUseStatement DiagnosticReport
            DocumentManifest DocumentReference EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest
            EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario
            ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse
            HealthcareService ImagingStudy Immunization ImmunizationEvaluation ImmunizationRecommendation
            ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure MeasureReport Media
            Medication MedicationAdministration MedicationDispense MedicationKnowledge MedicationRequest
            MedicationStatement MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication
            MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction
            MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical
            MedicinalProductUndesirableEffect MessageDefinition MessageHeader MolecularSequence NamingSystem
            NutritionOrder Observation ObservationDefinition OperationDefinition OperationOutcome Organization
            OrganizationAffiliation Parameters Patient PaymentNotice PaymentReconciliation Person PlanDefinition
            Practitioner PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse RelatedPerson
            RequestGroup ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject
            RiskAssessment RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen
            SpecimenDefinition StructureDefinition StructureMap Subscription Substance SubstanceNucleicAcid
            SubstancePolymer SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial
            SubstanceSpecification SupplyDelivery SupplyRequest Task TerminologyCapabilities TestReport
            TestScript ValueSet VerificationResult VisionPrescription
            """;

    private static final SortedSet<String> R4 = Collections.unmodifiableSortedSet(
            new TreeSet<>(List.of(NAMES.strip().split("\\s+"))));

    private ResourceTypes() {}

    /** All names, in alphabetical order; unmodifiable. */
    public static SortedSet<String> r4() {
        return R4;
    }

    /** Whether this is the name of a type, written as in the specification. */
    public static boolean isR4(String name) {
        return R4.contains(name);
    }
}
