namespace Runink.Domain.Store.Archive;

/// <summary>
/// Which tables leave with a site and which do not. Each table of the model is in exactly one of the two lists: what is new must be
/// decided before it leaves, and before it is forgotten.
/// </summary>
internal static class SiteTables
{
    private const string SignIn = "People come along; what opens a door does not. Each person gets a new start.";

    private const string Repository = "How far a repository was read. Its address and secrets are settings of this house; another one reads it from the beginning, and finds what holds already.";

    /// <summary>Everything that the same work needs, at another place as well.</summary>
    public static readonly IReadOnlySet<string> Leaving = new HashSet<string>(StringComparer.Ordinal)
    {
        "assistedrecords", "assistedswitches", "authorizationrequests", "beds", "breakglassgrants", "careunits", "contactchannels", "contactpreferences", "contexts", "coordinationtasks", "deliveryevents", "devicepairings", "devicereadings", "devices", "dischargechecklists", "dischargeplans", "dueevaluations", "encounters",
        "episodes", "escalationacknowledgements", "escalationevents", "escalationrequests", "escalations", "feedcontracts", "feedhours", "feedprofiles", "fhirindex", "fhirresources", "fhirunindexed", "fhirversions",
        "healthcareservices", "identityreviews", "intakerules", "kpinotes", "kpitargets", "laddersteps", "ledger", "messages", "operationaltasks", "outbox", "parameteroverrides", "partnerlinks",
        "patientidentifiers", "patientmerges", "patients", "pendingmatches", "people", "policyversions", "provisionedgroups", "provisionedmembers", "quarantine",
        "recipientchoices", "referralannouncements", "referralcharges", "referraldocuments", "referralevents", "referrals", "referralsegments", "resourcekeys", "resourcestatements", "reviewcomments", "rolegrants",
        "rotaoverrides", "rotas", "savedviews", "shadowfindings", "shiftswaps", "signalbatches", "silences", "slasegments", "slotbookings", "slotoffers", "slots", "sourcestates", "subscriptionevents",
        "takenrows", "taskchanges", "teammembers", "teams", "textreviews", "topicsubscriptions", "trayfiles", "trayitems", "triggerdrafts", "triggerexamples", "triggerversions", "visitmessages", "visitreminders", "waitlistentries", "worklimits",
    };

    public static readonly IReadOnlyDictionary<string, string> Staying = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["apikeys"] = "Keys open this house and no other; the new one makes its own.",
        ["channelproofs"] = "Codes that wait for their receiver.",
        ["feedprofiledrafts"] = "Work that is not done, with rows that are sealed by a key of this house. What holds is among the profiles.",
        ["heartbeats"] = "Marks of the running program.",
        ["idempotentanswers"] = "Answers kept for those who ask twice, under keys that stay.",
        ["localcredentials"] = SignIn,
        ["passkeys"] = SignIn,
        ["pushdevices"] = "Secrets of browsers, given to this hospital's signing key.",
        ["repositoryfiles"] = Repository,
        ["repositorystates"] = Repository,
        ["signinsessions"] = SignIn,
        ["takensignatures"] = "Signatures that were taken a few minutes ago; the new house has secrets of its own.",
    };

    public static readonly IReadOnlyList<WithheldColumn> Withheld =
    [
        // Nothing has this hash, so that no link opens it.
        new("partnerlinks", "tokenhash", "It opens a referral without an account. Whoever needs a link gets a new one.", row => $"withheld:{row("id")}"),
        new("visitmessages", "tokenhash", "It opens a visit without an account. A patient who needs a link is written to anew.", row => $"withheld:{row("id")}"),
    ];

    public static readonly IReadOnlyList<WithheldRows> WithheldRows =
    [
        new("outbox", "isprivate", "Messages that hold a code for their receiver alone."),
    ];

    public static IReadOnlyList<StoreColumn> Columns(StoreTable table) => [.. table.Columns.Where(column => Withheld.All(one => one.Table != table.Name || one.Column != column.Name))];

    /// <summary>What is said of it in the manifest.</summary>
    public static IReadOnlyDictionary<string, string> Reasons => new Dictionary<string, string>(
        [.. Staying, .. Withheld.Select(one => KeyValuePair.Create($"{one.Table}.{one.Column}", one.Why)), .. WithheldRows.Select(one => KeyValuePair.Create($"{one.Table} where {one.Column}", one.Why))],
        StringComparer.Ordinal);
}

/// <param name="Instead">What stands in its place where the site is imported, of the row's other values.</param>
internal sealed record WithheldColumn(string Table, string Column, string Why, Func<Func<string, object?>, object> Instead);

/// <param name="Column">Rows in which this is true stay.</param>
internal sealed record WithheldRows(string Table, string Column, string Why);
