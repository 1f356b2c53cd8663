using System.Text.RegularExpressions;
using Runink.Domain.Foundation;

namespace Runink.Domain.Teams.Rotas;

/// <summary>What a plan must be before it may say who is called at night.</summary>
/// <param name="IsPerson">Whether somebody active has this id.</param>
public sealed partial record RotaPlanCheck(Predicate<string> IsPerson, Predicate<string> IsUnit, Predicate<string> IsCalendar)
{
    public const int MostLayers = 10;
    public const int MostTurns = 100;
    public const int MostTogether = 10;
    public const int MostStretches = 20;
    public const int MostHolidays = 400;

    /// <summary>A shift that lasts longer than this is nobody's turn any more.</summary>
    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(28 * 3);

    /// <returns>The plan with its texts tidied, or what is wrong with it first.</returns>
    public Outcome<RotaPlan> Run(RotaPlan plan)
    {
        var name = WrittenText.Name(plan.Name, "The name");
        if (name.Refusal is { } refusal)
            return refusal;
        if (!RotaId().IsMatch(plan.Id))
            return Wrong("The name in triggers has small letters, digits and underscores, like medicine or charge_nurse.");
        if (string.IsNullOrEmpty(name.Value))
            return Wrong("A rota has a name.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(plan.Zone, out _))
            return Wrong($"{plan.Zone} is no time zone. Write one like Europe/London.");
        var unit = plan.Unit?.Trim() is { Length: > 0 } named ? named : null;
        if (unit is not null && !IsUnit(unit))
            return Wrong($"There is no unit {unit}.");
        var calendar = plan.HolidayCalendar?.Trim() is { Length: > 0 } called ? called : null;
        if (calendar is not null && !IsCalendar(calendar))
            return Wrong($"There is no calendar {calendar}.");
        if (plan.Layers.Count > MostLayers || plan.Holidays.Count > MostHolidays)
            return Wrong($"A rota has at most {MostLayers} layers and {MostHolidays} holidays.");
        if (Problem(plan.Expected) is { } odd)
            return Wrong(odd);
        var layers = new List<RotaLayer>();
        foreach (var layer in plan.Layers)
        {
            var checkedLayer = Check(layer);
            if (checkedLayer.Refusal is { } wrong)
                return wrong;
            if (layers.Exists(other => string.Equals(other.Name, checkedLayer.Value!.Name, StringComparison.OrdinalIgnoreCase)))
                return Wrong($"Two layers are called {layer.Name}.");
            layers.Add(checkedLayer.Value!);
        }

        return plan with { Name = name.Value, Unit = unit, HolidayCalendar = calendar, Layers = layers, Holidays = [.. plan.Holidays.Distinct().Order()] };
    }

    private Outcome<RotaLayer> Check(RotaLayer layer)
    {
        var name = WrittenText.Name(layer.Name, "The name of a layer");
        if (name.Refusal is { } refusal)
            return refusal;
        if (string.IsNullOrEmpty(name.Value))
            return Wrong("A layer has a name.");
        if (layer.Turns.Count is 0 or > MostTurns || layer.Turns.Any(turn => turn.Count is 0 or > MostTogether))
            return Wrong($"{name.Value}: people take turns, one or up to {MostTogether} together, at most {MostTurns} turns.");
        if (layer.Turns.SelectMany(turn => turn).FirstOrDefault(id => !IsPerson(id)) is { } stranger)
            return Wrong($"{name.Value}: there is no active person {stranger}.");
        if (layer.StartsOn.Year is < 2000 or > 2200)
            return Wrong($"{name.Value}: say from which day on the turns are counted.");
        if (layer.Every < 1 || layer.Every > 10_000 || layer.Length > LongestShift)
            return Wrong($"{name.Value}: a shift lasts at least an hour and at most {LongestShift.Days / 7} weeks.");
        return Problem(layer.Hours) is { } odd ? Wrong($"{name.Value}: {odd}") : layer with { Name = name.Value, Turns = [.. layer.Turns.Select(turn => turn.Distinct(StringComparer.Ordinal).ToList())] };
    }

    private static string? Problem(IReadOnlyList<RotaHours> hours) =>
        hours.Count > MostStretches ? $"At most {MostStretches} stretches of hours." : hours.Any(one => one.Days.Any(day => !Enum.IsDefined(day))) ? "That is no day of the week." : null;

    private static Refusal Wrong(string message) => new("invalid", message);

    [GeneratedRegex("^[a-z][a-z0-9_]{1,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex RotaId();
}
