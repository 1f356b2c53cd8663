using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>Who takes referrals around the sample hospital: six services, thirteen places, contracts and waits of all kinds. Nobody of them exists.</summary>
internal static class SampleServices
{
    /// <summary>They have told again when they have room; one has not.</summary>
    public static bool Tell(WriteScope scope, DateOnly today)
    {
        foreach (var entry in All(today).Where(entry => entry.Name != "Home Rehab Team"))
            HealthcareServiceCommandHandler.Save(scope, entry with { Id = scope.Db.HealthcareServices.First(row => row.Name == entry.Name).Id }, Actor.System);
        return true;
    }

    public static IEnumerable<HealthcareServiceDraft> All(DateOnly today) =>
    [
        new(null, "Riverside Heart Center", "Cardiology", "4 Quay Street", "100, 101, 102, 103, 104", "Northwind Health, Medicare, Contoso Care", "en, es", 25, today.AddDays(4), Channel: "fhir", Contact: "riverside-heart", OpeningTimes: "Mon-Fri 08:00-12:00 every 40"),
        new(null, "Harbour Cardiology", "Cardiology", "81 Harbour Road", "105, 106, 107, 108, 109", "Contoso Care, Medicare", "en", 12, today.AddDays(1), Channel: "fax", Contact: "+1 555 0131"),
        new(null, "Children's Heart Clinic", "Cardiology", "2 Park Lane", "10", "Northwind Health, State Medicaid", "en, es", 8, today.AddDays(6), AgeTo: 17),
        new(null, "Kidney Institute", "Nephrology", "9 Mill Lane", "10", "Medicare, State Medicaid, Northwind Health", "en", 10, today.AddDays(9), Channel: "hl7", Contact: "kidney-institute"),
        new(null, "Westside Renal", "Nephrology", "77 West Avenue", "105, 106, 107", "Contoso Care", "en, pt", null, null),
        new(null, "Lung and Sleep Center", "Pulmonology", "31 Hill Road", "10", "Medicare, Contoso Care", "en", 14, today.AddDays(3), Channel: "mail", Contact: "intake@lung-center.example", OpeningTimes: "Mon-Thu 13:00-16:00 every 30"),
        new(null, "Breathe Rehabilitation", "Pulmonology", "5 Garden Street", "100, 101, 102", "Northwind Health, State Medicaid", "en, es", 6, today.AddDays(12)),
        new(null, "Diabetes and Hormone Clinic", "Endocrinology", "18 Station Street", "10", "Medicare, Northwind Health", "en, es", 16, today.AddDays(7), OpeningTimes: "Tue 08:00-12:00 every 30; Thu 13:00-17:00 every 30"),
        new(null, "North Endocrine Associates", "Endocrinology", "240 North Road", "107, 108, 109", "Contoso Care, State Medicaid", "en", 9, today.AddDays(2), Channel: "fhir", Contact: "north-endo"),
        new(null, "Open Door Counseling", "Behavioral Health", "3 Church Street", "10", "State Medicaid, Medicare", "en, es, vi", 20, today.AddDays(2)),
        new(null, "Lakeside Behavioral Health", "Behavioral Health", "60 Lake Road", "103, 104, 105", "Northwind Health, Contoso Care", "en", 7, today.AddDays(15), Channel: "telephone", Contact: "+1 555 0177"),
        new(null, "Motion Physical Therapy", "Physical Therapy", "12 Market Square", "10", "Northwind Health, Medicare, Contoso Care, State Medicaid", "en, es", 30, today.AddDays(1), OpeningTimes: "Mon-Fri 09:00-15:00 every 60"),
        new(null, "Home Rehab Team", "Physical Therapy", null, "100, 101, 102, 103", "Medicare", "en", 5, today.AddDays(5), AgeFrom: 60, Channel: "telephone", Contact: "+1 555 0190"),
    ];
}
