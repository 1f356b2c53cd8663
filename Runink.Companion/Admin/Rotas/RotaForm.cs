using System.Globalization;
using Runink.Domain.Foundation;
using Runink.Domain.Teams.Rotas;

namespace Runink.Companion.Admin.Rotas;

/// <summary>A plan while somebody types it.</summary>
public sealed class RotaForm
{
    private static readonly TimeSpan Morning = TimeSpan.FromHours(8);

    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Zone { get; set; } = "";

    public string Unit { get; set; } = "";

    public string Calendar { get; set; } = "";

    /// <summary>Days like 2026-12-24, separated by spaces or commas.</summary>
    public string Holidays { get; set; } = "";

    public bool ExpectedOnHolidays { get; set; } = true;

    public List<HoursForm> Expected { get; } = [];

    public List<LayerForm> Layers { get; } = [];

    public static RotaForm Of(RotaPlan plan)
    {
        var form = new RotaForm
        {
            Id = plan.Id, Name = plan.Name, Zone = plan.Zone, Unit = plan.Unit ?? "", Calendar = plan.HolidayCalendar ?? "", ExpectedOnHolidays = plan.ExpectedOnHolidays,
            Holidays = string.Join(' ', plan.Holidays.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        };
        form.Expected.AddRange(plan.Expected.Select(HoursForm.Of));
        form.Layers.AddRange(plan.Layers.Select(LayerForm.Of));
        return form;
    }

    public void AddLayer(DateOnly monday)
    {
        var layer = new LayerForm { Name = Layers.Count == 0 ? "Weeks" : $"Layer {Layers.Count + 1}", StartsOn = monday.ToDateTime(TimeOnly.MinValue), HandOver = Morning };
        layer.Turns.Add(new TurnForm());
        Layers.Insert(0, layer);
    }

    /// <summary>The plan, or what cannot be read of it.</summary>
    public Outcome<RotaPlan> Read()
    {
        var holidays = new List<DateOnly>();
        foreach (var word in Holidays.Split([' ', ',', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return new Refusal("invalid", $"{word} is no day. Write days like 2026-12-24.");
            holidays.Add(day);
        }

        if (Layers.Find(layer => layer.StartsOn is null || layer.HandOver is null) is { } undated)
            return new Refusal("invalid", $"{undated.Name}: say on which day and at what time the first shift begins.");
        if (Layers.SelectMany(layer => layer.Hours).Concat(Expected).Any(hours => hours.From is null || hours.To is null))
            return new Refusal("invalid", "Hours have a beginning and an end.");
        return new RotaPlan(
            Id.Trim(), Name, Zone.Trim(), Unit.Length == 0 ? null : Unit, [.. Layers.Select(layer => layer.Layer)], holidays, Calendar.Length == 0 ? null : Calendar, [.. Expected.Select(hours => hours.Hours)], ExpectedOnHolidays);
    }
}

public sealed class LayerForm
{
    public string Name { get; set; } = "";

    public int Every { get; set; } = 1;

    public ShiftUnit Unit { get; set; } = ShiftUnit.Weeks;

    public DateTime? StartsOn { get; set; }

    public TimeSpan? HandOver { get; set; }

    public HolidayUse Holidays { get; set; }

    public List<TurnForm> Turns { get; } = [];

    public List<HoursForm> Hours { get; } = [];

    public RotaLayer Layer => new(
        Name, [.. Turns.Select(turn => turn.People.OfType<string>().ToList())], DateOnly.FromDateTime(StartsOn!.Value), TimeOnly.FromTimeSpan(HandOver!.Value), Unit, Every, [.. Hours.Select(hours => hours.Hours)], Holidays);

    public static LayerForm Of(RotaLayer layer)
    {
        var form = new LayerForm { Name = layer.Name, Every = layer.Every, Unit = layer.Unit, StartsOn = layer.StartsOn.ToDateTime(TimeOnly.MinValue), HandOver = layer.HandOver.ToTimeSpan(), Holidays = layer.Holidays };
        form.Turns.AddRange(layer.Turns.Select(turn => new TurnForm { People = [.. turn] }));
        form.Hours.AddRange(layer.Hours.Select(HoursForm.Of));
        return form;
    }
}

public sealed class TurnForm
{
    public IReadOnlyCollection<string?> People { get; set; } = [];
}

public sealed class HoursForm
{
    /// <summary>Empty: every day.</summary>
    public IReadOnlyCollection<DayOfWeek> Days { get; set; } = [];

    public TimeSpan? From { get; set; } = TimeSpan.FromHours(20);

    public TimeSpan? To { get; set; } = TimeSpan.FromHours(8);

    public RotaHours Hours => new([.. Days.Order()], TimeOnly.FromTimeSpan(From!.Value), TimeOnly.FromTimeSpan(To!.Value));

    public static HoursForm Of(RotaHours hours) => new() { Days = [.. hours.Days], From = hours.From.ToTimeSpan(), To = hours.To.ToTimeSpan() };
}
