using Model = Hl7.Fhir.Model;

namespace Runink.Domain.Intake.Fhir;

/// <summary>SNOMED CT's "Patient referral": the category by which US Core and others mark an order as a referral.</summary>
internal static class ReferralCategory
{
    private const string System = "http://snomed.info/sct";
    private const string Code = "3457005";

    public static Model.CodeableConcept New() => new() { Coding = [new Model.Coding(System, Code, "Patient referral")] };

    public static bool IsReferral(this Model.ServiceRequest order) => order.Category.Exists(category => category.Coding.Exists(coding => coding is { System: System, Code: Code }));
}
