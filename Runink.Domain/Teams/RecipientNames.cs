namespace Runink.Domain.Teams;

/// <summary>Whom a trigger or policy names, as people say it.</summary>
public static class RecipientNames
{
    /// <summary><c>on_call("medicine")</c> is "On call: medicine", <c>charge_nurse</c> "Charge nurse"; addresses and names stay as they are.</summary>
    public static string Spoken(string who)
    {
        if (Reaching.RotaIn(who) is { } rota)
            return $"On call: {rota.Replace('_', ' ')}";
        if (who.Length == 0 || who.Contains('@', StringComparison.Ordinal) || who.Contains(' ', StringComparison.Ordinal) || who.Contains(':', StringComparison.Ordinal))
            return who;
        var words = who.Replace('_', ' ').Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
