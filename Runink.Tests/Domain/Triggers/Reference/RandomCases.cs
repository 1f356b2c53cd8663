using System.Globalization;
using Runink.Domain.Signals;

namespace Runink.Tests.Domain.Triggers.Reference;

/// <summary>Conditions that bind, and streams of signals that would come from real feeds: late, corrected, unreadable, in other units.</summary>
internal sealed class RandomCases(int seed)
{
    private static readonly string[] Windows = ["30min", "1h", "90min", "3h", "6h", "12h", "2d"];
    private static readonly string[] Orders = ["<", "<=", ">", ">=", "=", "!="];
    private static readonly string[] Quantities = ["lab.lactate", "lab.potassium", "vital.heart_rate", "vital.temperature"];
    private readonly Random random = new(seed);

    /// <summary>Every function over a window, each with a limit that a stream of heart beats crosses often.</summary>
    public static IReadOnlyList<string> OverWindows(params string[] windows) =>
    [
        .. from window in windows
           from condition in new[]
           {
               "min(vital.heart_rate, W) > 61 /min", "max(vital.heart_rate, W) < 118 /min", "avg(vital.heart_rate, W) > 90 /min", "median(vital.heart_rate, W) > 90 /min",
               "sum(vital.heart_rate, W) > 9000 /min", "count(vital.heart_rate, W) > 100", "first(vital.heart_rate, W) > 90 /min", "change(vital.heart_rate, W) > 5 /min",
               "rise(vital.heart_rate, W) > 40 /min", "fall(vital.heart_rate, W) > 40 /min", "rate(vital.heart_rate, W) > 0.4 /min/h", "baseline(vital.heart_rate, median, W, 5min) > 90 /min",
               "count(vital.heart_rate > 75 /min, W) > 60", "count(vital.heart_rate <= 100 /min, W) > 60", "any(vital.heart_rate > 117 /min, W)", "all(vital.heart_rate >= 62 /min, W)",
               "sustained(vital.heart_rate > 70 /min, W)", "sustained(vital.heart_rate > 40 /min, W, 9min)", "within(vital.heart_rate > 117 /min, vital.heart_rate < 63 /min, W)",
           }
           select condition.Replace("W", window, StringComparison.Ordinal),
    ];

    /// <summary>About a value a minute; runs of calm let what must be sustained be so.</summary>
    public static Signal Beat(Random random, int minute)
    {
        var calm = minute % 200 > 60;
        var value = random.Next(300) == 0 ? "artefact" : random.Next(200) == 0 ? "<60" : Text((calm ? random.Next(160, 200) : random.Next(120, 240)) / 2m);
        var recorded = Write.Noon.AddMinutes(minute);
        var at = random.Next(12) == 0 ? recorded.AddMinutes(-random.Next(1, 300)) : recorded;
        var status = random.Next(60) switch { 0 => SignalStatus.EnteredInError, 1 => SignalStatus.Corrected, _ => SignalStatus.Final };
        return new("vital.heart_rate", value, "/min", at, recorded, status, "m");
    }

    public string Condition(int depth = 2)
    {
        if (depth > 0 && random.Next(3) > 0)
        {
            return random.Next(5) switch
            {
                0 => $"{Part()} AND {Part()}",
                1 => $"{Part()} OR {Part()}",
                2 => $"{Part()} AND {Part()} OR {Part()}",
                3 => $"NOT {Part()}",
                _ => Part(),
            };
        }

        return random.Next(16) switch
        {
            0 => $"any({Simple()}, {Window()})",
            1 => $"all({Simple()}, {Window()}{(random.Next(2) == 0 ? $", {random.Next(1, 4)}" : "")})",
            2 or 3 => $"sustained({Simple()}, {Window()}{(random.Next(2) == 0 ? $", {Window()}" : "")})",
            4 => $"within({Simple()}, {Simple()}, {Window()})",
            5 => $"absent({Quantity()}, {Window()})",
            6 => $"absent({Quantity()}, {Window()}, after: {(random.Next(2) == 0 ? Quantity() : Simple())})",
            7 => $"count({(random.Next(2) == 0 ? Quantity() : Simple())}, {Window()}) {Order()} {random.Next(0, 5)}",
            8 => $"{(random.Next(2) == 0 ? $"age_of({Quantity()})" : $"since({Simple()})")} {Order()} {Window()}",
            9 => Ratio(),
            _ => Simple(),
        };

        string Part() => $"({Condition(depth - 1)})";
    }

    private string Ratio()
    {
        var name = Quantities[random.Next(2)];
        return $"ratio({name}, baseline({name}, {Any("lowest", "median", "mean")}, 2d, {Any("30min", "2h")})) {Order()} 1.{random.Next(1, 9)}7";
    }

    /// <summary>A condition without a condition inside.</summary>
    private string Simple()
    {
        switch (random.Next(12))
        {
            case 0: return $"encounter.type {Any("=", "!=")} {Any("\"ED\"", "\"inpatient\"")}";
            case 1: return $"age {Order()} {random.Next(60, 80)}";
            case 2: return $"care.code_status {Any("IN", "NOT IN")} (\"dnr\", \"comfort\")";
            case 3: return "care.dialysis";
            case 4: return $"{Quantity()} IS {Any("", "NOT ")}{Any("KNOWN", "UNKNOWN")}";
            case 5: return $"care.code_status {Any("CONTAINS", "STARTS WITH", "NOT CONTAINS")} \"{Any("d", "full", "n")}\"";
            case 6: return $"score.sofa {Order()} {random.Next(0, 12)}";
            default:
                var name = Quantity();
                return random.Next(8) == 0
                    ? $"{Number(name)} {Any("BETWEEN", "NOT BETWEEN")} {Literal(name, -1)} AND {Literal(name, 1)}"
                    : Comparison(name);
        }
    }

    private string Comparison(string name)
    {
        if (random.Next(5) == 0)
            return $"{Any("change", "rise", "fall")}({name}, {Window()}) {Order()} {Difference(name)}";
        if (random.Next(12) == 0)
            return $"rate({name}, {Window()}) {Any("<", ">")} 0.{random.Next(1, 99)}";
        return random.Next(9) == 0 ? $"{Literal(name)} {Order()} {Number(name)}" : $"{Number(name)} {Order()} {Literal(name)}";
    }

    private string Number(string name) => random.Next(14) switch
    {
        0 => $"last({name})",
        1 => $"last({name}, {Window()})",
        2 => $"previous({name})",
        3 => $"first({name}, {Window()})",
        4 => $"min({name}, {Window()})",
        5 => $"max({name}, {Window()})",
        6 => $"avg({name}, {Window()})",
        7 => $"median({name}, {Window()})",
        8 when name != "vital.temperature" => $"({name} * 1.5 - {Difference(name)})",
        9 when name != "vital.temperature" => $"({name} + {Difference(name)}) / 1.25",
        _ => name,
    };

    /// <summary>Digits that no value of a stream has, but for the equal ones that are meant to meet.</summary>
    private string Literal(string name, int shift = 0)
    {
        var plain = random.Next(3) == 0;
        return name switch
        {
            "lab.lactate" when random.Next(3) == 0 => Text(20 + (random.Next(0, 20) * 1.7m) + (shift * 12)) + " mg/dL",
            "lab.lactate" => plain ? Text(random.Next(1, 6) + shift) : Text(2 + random.Next(0, 4) + shift + 0.03m) + " mmol/L",
            "lab.potassium" => Text(random.Next(3, 7) + shift + (plain ? 0 : 0.07m)) + Any(" mmol/L", " meq/L"),
            "vital.temperature" when random.Next(3) == 0 => Text(100 + random.Next(-3, 5) + 0.13m + (shift * 2)) + " [degF]",
            "vital.temperature" => Text(37 + random.Next(-1, 3) + shift + (plain ? 0 : 0.07m)) + " Cel",
            _ => Text((random.Next(6, 12) * 10) + (shift * 15)) + Any("", " /min"),
        };
    }

    private string Difference(string name) => name switch
    {
        "vital.heart_rate" => $"{random.Next(5, 30)} /min",
        "vital.temperature" => $"0.{random.Next(1, 9)}7 Cel",
        _ => $"0.{random.Next(1, 9)}7 mmol/L",
    };

    public ReferencePatient Patient()
    {
        var count = random.Next(0, 14);
        var received = Enumerable.Range(0, count).Select(_ => Signal()).OrderBy(s => s.RecordedAt).ToList();
        return new(received, Write.Noon.AddHours(-random.Next(1, 30)), Any("ED", "inpatient"), new DateOnly(1950 + random.Next(0, 20), random.Next(1, 13), random.Next(1, 28)), random.Next(4) == 0, random.Next(4) == 0 ? TimeSpan.FromHours(random.Next(1, 8)) : null);
    }

    /// <summary>Some lie exactly where a window of a round length ends.</summary>
    public DateTimeOffset Instant() => Write.Noon.AddMinutes(random.Next(-4, 40) * 30).AddMilliseconds(random.Next(4) == 0 ? random.Next(-1, 2) : 0);

    private Signal Signal()
    {
        var at = Write.Noon.AddMinutes(random.Next(-60, 12) * 30);
        var recorded = at.AddMinutes(random.Next(4) == 0 ? random.Next(1, 400) : 1).AddMilliseconds(random.Next(1, 50_000));
        var status = random.Next(20) switch { 0 => SignalStatus.Corrected, 1 => SignalStatus.EnteredInError, 2 or 3 => SignalStatus.Preliminary, _ => SignalStatus.Final };
        var concept = random.Next(9) switch { 0 => "score.sofa", 1 => "care.code_status", 2 => "care.dialysis", var n => Quantities[n % Quantities.Length] };
        var (value, unit) = concept switch
        {
            "score.sofa" => (random.Next(0, 12).ToString(CultureInfo.InvariantCulture), null),
            "care.code_status" => (Any("full", "dnr", "dni", "comfort"), null),
            "care.dialysis" => (Any("Y", "N", "maybe"), null),
            "lab.lactate" when random.Next(3) == 0 => (Text(random.Next(5, 60)), "mg/dL"),
            "lab.lactate" => (Any("<", ">", "", "", "", "", "") + Text(random.Next(5, 60) / 10m), "mmol/L"),
            "lab.potassium" => (Text(random.Next(25, 75) / 10m), Any("mmol/L", "meq/L")),
            "vital.temperature" when random.Next(3) == 0 => (Text(random.Next(960, 1050) / 10m), "[degF]"),
            "vital.temperature" => (Text(random.Next(350, 410) / 10m), "Cel"),
            _ => (Text(random.Next(40, 140)), Any("/min", "bpm")),
        };
        if (random.Next(25) == 0)
            value = "see comment";
        return new(concept, value, random.Next(30) == 0 ? null : unit, at, recorded, status, "m");
    }

    private string Quantity() => Quantities[random.Next(Quantities.Length)];

    private string Window() => Windows[random.Next(Windows.Length)];

    private string Order() => Orders[random.Next(Orders.Length)];

    private string Any(params string[] words) => words[random.Next(words.Length)];

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
