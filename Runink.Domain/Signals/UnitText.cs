namespace Runink.Domain.Signals;

/// <summary>UCUM units as people read them: annotations fall away, <c>mm[Hg]</c> is mmHg, <c>Cel</c> is °C.</summary>
public static class UnitText
{
    public static string? ForPeople(string? ucum) => ucum switch
    {
        null or "" or "1" => null,
        ['{', ..] => null,
        "mm[Hg]" => "mmHg",
        "Cel" => "°C",
        "[degF]" => "°F",
        "[lb_av]" => "lb",
        _ => ucum,
    };
}
