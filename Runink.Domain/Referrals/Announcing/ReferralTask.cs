using System.Globalization;
using System.Text.Json.Nodes;

namespace Runink.Domain.Referrals.Announcing;

/// <summary>A referral as one Task of FHIR R4, which is made or changed by its identifier: it says where things stand, whatever was said before.</summary>
public static class ReferralTask
{
    /// <summary>Of the identifier by which the Task is found: a referral has one with each party.</summary>
    public const string KeySystem = "urn:runink:announcement";

    public const string ReferralSystem = "urn:runink:referral";

    public static string Key(AnnouncedReferral referral) => $"{referral.Id}.{referral.Party}";

    /// <param name="us">How we are called.</param>
    /// <param name="systems">How the partner calls who gives a number, where it differs.</param>
    public static JsonObject Of(AnnouncedPatient patient, AnnouncedReferral referral, TaskProfile profile, string us, Func<string, string> systems)
    {
        var (audience, news) = (referral.Audience, referral.News);
        var business = new[] { TaskStatusTable.Business(news, audience, profile), new BusinessStatus(TaskStatusTable.OwnSystem, NewsWords.Code(news), NewsWords.Of(news)) };
        var task = new JsonObject
        {
            ["resourceType"] = "Task",
            ["identifier"] = new JsonArray(Identifier(KeySystem, Key(referral)), Identifier(ReferralSystem, referral.Id)),
        };
        if (referral.Order is { } order)
            task["basedOn"] = new JsonArray(new JsonObject { ["type"] = "ServiceRequest", ["identifier"] = order.System is { } by ? Identifier(systems(by), order.Value) : new JsonObject { ["value"] = order.Value } });
        task["status"] = TaskStatusTable.Status(news, audience, profile);
        if (referral.Text is { } text)
            task["statusReason"] = new JsonObject { ["text"] = text };
        task["businessStatus"] = new JsonObject { ["coding"] = new JsonArray([.. business.OfType<BusinessStatus>().Select(one => new JsonObject { ["system"] = one.System, ["code"] = one.Code, ["display"] = one.Display })]) };
        task["intent"] = "order";
        task["priority"] = referral.Priority switch { "urgent" => "urgent", "soon" => "asap", _ => "routine" };
        task["code"] = new JsonObject { ["coding"] = new JsonArray(new JsonObject { ["system"] = "http://hl7.org/fhir/CodeSystem/task-code", ["code"] = "fulfill" }), ["text"] = referral.Service };
        task["for"] = new JsonObject { ["type"] = "Patient", ["identifier"] = Identifier(systems(patient.System), patient.Number) };
        if (referral.Visit is { } visit)
            task["executionPeriod"] = new JsonObject { ["start"] = Instant(visit) };
        task["authoredOn"] = Instant(referral.OpenedAt);
        task["lastModified"] = Instant(referral.At);
        task[audience == AnnouncementAudience.Recipient ? "requester" : "owner"] = new JsonObject { ["display"] = us };
        if (referral.Reason is { } reason)
            task["reasonCode"] = new JsonObject { ["text"] = reason };
        return task;
    }

    private static JsonObject Identifier(string system, string value) => new() { ["system"] = system, ["value"] = value };

    private static string Instant(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
