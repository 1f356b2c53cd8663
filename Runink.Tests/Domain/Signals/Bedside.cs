using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Signals;

/// <summary>A patient written down in one line, for tests of scores.</summary>
internal static class Bedside
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary><c>"vital.sbp 100 mm[Hg]; vital.gcs 14 @-2h"</c>; a unit left out is the canonical one, a time is hours from noon.</summary>
    public static PatientState Of(string signals, int? age = null, string? zone = null, double? admittedHours = null, string? service = null)
    {
        var state = new PatientState(new("p", age is { } years ? DateOnly.FromDateTime(Noon.AddYears(-years).DateTime) : null, null))
        {
            Zone = zone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(zone),
            Encounter = admittedHours is { } hours ? new("e", "inpatient", null, null, service, Noon.AddHours(hours)) : null,
        };
        foreach (var text in signals.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = text.IndexOf('@', StringComparison.Ordinal);
            var words = (at < 0 ? text : text[..at]).Trim().Split(' ', 3);
            var concept = Vocabulary.Shipped.Find(words[0]) ?? throw new ArgumentException(words[0], nameof(signals));
            var when = at < 0 ? Noon : Noon.AddHours(double.Parse(text[(at + 1)..].TrimEnd('h'), System.Globalization.CultureInfo.InvariantCulture));
            state.Add(new(concept.Name, words.Length > 1 ? words[1] : "", words.Length > 2 ? words[2] : concept.Unit, when, when, SignalStatus.Final, "m"));
        }

        return state;
    }
}
