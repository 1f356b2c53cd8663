namespace Runink.Domain.Referrals.Scheduling;

/// <summary>What keeps a patient from a visit, as few words as help to do something about it.</summary>
public static class Barriers
{
    public const string Other = "other";

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["transport"] = "no way to get there", ["interpreter"] = "needs an interpreter", ["cost"] = "cost", ["work-or-childcare"] = "work or childcare", ["feeling-better"] = "feels better", [Other] = "another reason",
    };

    public static IReadOnlyCollection<string> All => Words.Keys;

    public static bool IsKnown(string code) => Words.ContainsKey(code);

    public static string Of(string code) => Words.GetValueOrDefault(code, code);
}
