using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>Where the sample hospital's teams are reached; all of it ends in the mail drop.</summary>
public static class SampleDirectory
{
    public static Directory Make() => new()
    {
        Addresses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["charge_nurse"] = "charge.nurse@sample-hospital.example",
            ["rapid_response"] = "rapid.response@sample-hospital.example",
            ["attending"] = "attending@sample-hospital.example",
            ["coordinator"] = "coordinator@sample-hospital.example",
            ["navigator"] = "navigators@sample-hospital.example",
            ["bedside_nurse"] = "bedside.nurse@sample-hospital.example",
            ["medicine"] = "on.call.medicine@sample-hospital.example",
            ["oncology"] = "on.call.oncology@sample-hospital.example",
            ["nephrology_outreach"] = "nephrology.outreach@sample-hospital.example",
            ["pharmacy"] = "pharmacy@sample-hospital.example",
            ["cardiology"] = "on.call.cardiology@sample-hospital.example",
            ["obstetrics"] = "on.call.obstetrics@sample-hospital.example",
            ["behavioral_health"] = "behavioral.health@sample-hospital.example",
            ["home_monitoring"] = "home.monitoring@sample-hospital.example",
            ["authorizations"] = "authorizations@sample-hospital.example",
        },
    };
}
