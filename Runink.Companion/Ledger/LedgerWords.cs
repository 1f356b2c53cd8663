using System.Text;
using System.Text.Json;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Foundation;
using Runink.Domain.Teams;

namespace Runink.Companion.Ledger;

/// <summary>A row of the ledger in the words of whoever reads it.</summary>
public static class LedgerWords
{
    /// <summary>"person:ana.ruiz" as "Ana Ruiz", "trigger:hyperkalaemia" as "Trigger hyperkalaemia", the system by the product's name.</summary>
    public static string Actor(string actor, PeopleDirectory people) => actor.Split(':', 2) switch
    {
        ["system", _] => "Runink Companion",
        ["person", var id] => people.NameOf(id),
        ["trigger", var id] => $"Trigger {id}",
        ["key", var id] => $"API key {Short(id)}",
        [var kind, var id] => $"{Labels.Spoken(kind)} {id}",
        _ => actor,
    };

    public static string Kind(string kind) => kind == LedgerQuery.Looks ? "Looked at (any read)" : Labels.Spoken(kind);

    /// <summary>What the row is about, as short as it can be told.</summary>
    public static string About(Subject subject, PeopleDirectory people) => (subject.Type, subject.Id) switch
    {
        ("person", var id) => people.NameOf(id),
        ("worklist" or "board" or "patients" or "ledger", _) => Labels.Spoken(subject.Type),
        (var type, var id) => $"{Labels.Spoken(type)} {Short(id)}",
    };

    /// <summary>Where the subject is looked at; null when there is no such page or the role may not open it.</summary>
    public static string? Href(Subject subject, Caller caller) => subject.Type switch
    {
        "escalation" when caller.May(Permission.ReadWorklist) => $"/escalations/{subject.Id}",
        "referral" when caller.May(Permission.ReadReferrals) => $"/referrals/{subject.Id}",
        "trigger" when caller.May(Permission.ReadTriggers) => $"/triggers/{subject.Id}",
        "patient" when caller.May(Permission.ReadPatients) => $"/patients/{subject.Id}",
        _ => null,
    };

    /// <summary>The detail as names and values; as it stands when it is no object.</summary>
    public static IReadOnlyList<(string Name, string Value)> Pairs(string detail)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return [.. json.RootElement.EnumerateObject().Select(part => (Name(part.Name), Value(part.Value)))];
        }
        catch (JsonException)
        {
            // A row that was tampered with is shown as it stands.
        }

        return [("Detail", detail)];
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value)),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(part => $"{Name(part.Name)} {Value(part.Value)}")),
        _ => value.GetRawText(),
    };

    /// <summary>"textHash" as "Text hash".</summary>
    private static string Name(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter))
                words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }

        return Labels.Spoken(words.ToString());
    }

    private static string Short(string id) => id.Length > 16 ? "…" + id[^6..] : id;
}
