package io.fhirferry.importer.bundle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An order of resource types in which most references point backwards, for servers that take no reference to what they do
 * not have. Taken from the references that FHIR R4 (4.0.1) allows, without those that close a circle: Organizations are
 * parts of Organizations, Encounters name Conditions and Conditions Encounters. What such references need is deferred.
 */
final class TypeOrder {

    /** A type, and the types that come before it; types that are not here refer to nothing that matters. */
    private static final String BEFORE = """
            Endpoint: Organization
            Location: Organization Endpoint
            HealthcareService: Organization Location Endpoint
            PractitionerRole: Practitioner Organization Location HealthcareService Endpoint
            OrganizationAffiliation: Organization Location HealthcareService Endpoint
            Patient: Organization Practitioner PractitionerRole
            Person: Patient Practitioner Organization
            RelatedPerson: Patient
            Medication: Organization Substance
            Substance:
            Device: Patient Organization Location DeviceDefinition
            DeviceDefinition: Organization
            DeviceMetric: Device
            Group: Patient Practitioner PractitionerRole Device Medication Substance
            InsurancePlan: Organization Location
            Account: Patient Device Practitioner Location Organization InsurancePlan
            EpisodeOfCare: Patient Organization Practitioner PractitionerRole
            Appointment: Patient Practitioner Location Slot
            AppointmentResponse: Appointment
            Schedule: Patient Practitioner PractitionerRole Location HealthcareService Device
            Slot: Schedule
            Encounter: Patient Group EpisodeOfCare Appointment Practitioner PractitionerRole RelatedPerson Location Organization Account
            Flag: Patient Encounter
            Condition: Patient Group Encounter Practitioner
            AllergyIntolerance: Patient Encounter Practitioner
            FamilyMemberHistory: Patient
            ResearchStudy: Organization Practitioner Location
            ResearchSubject: ResearchStudy Patient
            Coverage: Patient RelatedPerson Organization
            Contract: Patient Organization
            Specimen: Patient Group Device Substance Practitioner
            BodyStructure: Patient
            Goal: Patient Group Condition
            CareTeam: Patient Group Encounter Condition Practitioner Organization RelatedPerson
            ServiceRequest: Patient Group Encounter Condition Specimen Coverage Practitioner
            DeviceRequest: Patient Group Encounter Condition Device
            NutritionOrder: Patient Encounter AllergyIntolerance
            SupplyRequest: Patient Organization Location Medication
            SupplyDelivery: SupplyRequest Medication
            MedicationRequest: Patient Group Encounter Condition Medication Coverage Practitioner
            ImmunizationRecommendation: Patient Organization Condition
            Task: ServiceRequest Encounter Patient Location
            VisionPrescription: Patient Encounter
            Procedure: Patient Group Encounter Condition ServiceRequest Location Practitioner
            Immunization: Patient Encounter Location Organization
            ImmunizationEvaluation: Immunization
            MedicationDispense: MedicationRequest Patient Encounter Location
            MedicationAdministration: MedicationRequest Patient Encounter Device Procedure
            MedicationStatement: MedicationRequest Patient Encounter
            ImagingStudy: Patient Encounter ServiceRequest Procedure Endpoint
            Observation: Patient Group Device Encounter ServiceRequest MedicationRequest Specimen Procedure Immunization ImagingStudy Location
            Media: Patient ServiceRequest Encounter Device Specimen
            QuestionnaireResponse: Patient Encounter ServiceRequest Questionnaire Observation Procedure
            MolecularSequence: Patient Specimen Observation
            RiskAssessment: Patient Condition Encounter Observation
            ClinicalImpression: Patient Encounter Condition Observation Procedure
            AdverseEvent: Patient Encounter Condition Location Procedure Immunization MedicationStatement
            DetectedIssue: Patient MedicationRequest Observation
            DiagnosticReport: Patient Encounter ServiceRequest Specimen Observation ImagingStudy Media
            Communication: Patient Encounter CommunicationRequest
            CommunicationRequest: Patient Encounter ServiceRequest
            RequestGroup: Patient Encounter ServiceRequest MedicationRequest
            GuidanceResponse: Patient Encounter RequestGroup
            DeviceUseStatement: Patient Device Procedure Observation
            CarePlan: Patient Group Encounter CareTeam Condition Goal ServiceRequest MedicationRequest Procedure Task
            Consent: Patient Organization Contract
            DocumentReference: Patient Encounter Practitioner Binary Observation DiagnosticReport
            DocumentManifest: DocumentReference Patient
            Composition: Patient Encounter Practitioner Observation Condition Procedure CarePlan MedicationStatement DocumentReference
            List: Patient Encounter Condition MedicationStatement AllergyIntolerance Observation
            ChargeItem: Patient Encounter Account Procedure Observation
            Invoice: Patient Account ChargeItem
            CoverageEligibilityRequest: Patient Coverage Organization
            CoverageEligibilityResponse: CoverageEligibilityRequest
            EnrollmentRequest: Patient Coverage
            EnrollmentResponse: EnrollmentRequest
            Claim: Patient Coverage Organization Encounter Condition Procedure ServiceRequest MedicationRequest Device Location
            ClaimResponse: Claim
            ExplanationOfBenefit: Claim ClaimResponse Patient Coverage CareTeam Practitioner
            PaymentNotice: ClaimResponse Organization
            PaymentReconciliation: PaymentNotice
            MeasureReport: Measure Patient Group Organization
            Measure: Library
            PlanDefinition: ActivityDefinition Library
            Linkage: Person Observation DiagnosticReport Claim
            MessageHeader: Composition
            Basic: Observation CarePlan DocumentReference
            Bundle: Composition
            Provenance: DocumentReference Claim ExplanationOfBenefit Composition
            AuditEvent: Provenance
            VerificationResult: Provenance
            """;

    private static final Map<String, Integer> LAYERS = layers();

    private TypeOrder() {}

    /**
     * The layer of a type: higher than the layers of all types that come before it.
     *
     * @return from 0; 0 for a type that is not known
     */
    static int layer(String type) {
        return LAYERS.getOrDefault(type, 0);
    }

    /** The types that come before a type. */
    static List<String> before(String type) {
        return edges().getOrDefault(type, List.of());
    }

    private static Map<String, List<String>> edges() {
        Map<String, List<String>> edges = new HashMap<>();
        BEFORE.lines().forEach(line -> {
            int colon = line.indexOf(':');
            edges.put(
                    line.substring(0, colon),
                    Stream.of(line.substring(colon + 1).split(" "))
                            .filter(type -> !type.isEmpty())
                            .toList());
        });
        return edges;
    }

    private static Map<String, Integer> layers() {
        Map<String, List<String>> edges = edges();
        Map<String, Integer> layers = new HashMap<>();
        edges.keySet().forEach(type -> layer(type, edges, layers));
        return Map.copyOf(layers);
    }

    private static int layer(String type, Map<String, List<String>> edges, Map<String, Integer> layers) {
        Integer known = layers.get(type);
        if (known != null) {
            return known;
        }
        // A circle in the data would end in a stack overflow at the first use, which a test sees.
        int layer = edges.getOrDefault(type, List.of()).stream()
                .mapToInt(before -> layer(before, edges, layers) + 1)
                .max()
                .orElse(0);
        layers.put(type, layer);
        return layer;
    }
}
