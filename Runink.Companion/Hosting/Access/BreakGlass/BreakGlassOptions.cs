using System.ComponentModel.DataAnnotations;

namespace Runink.Companion.Hosting.Access.BreakGlass;

/// <summary>Opening a patient of another unit in an emergency. Settings under <c>BreakGlass</c>.</summary>
public sealed class BreakGlassOptions
{
    public const string Section = "BreakGlass";

    /// <summary>Minutes for which a patient is opened at most; who needs longer gives a reason again.</summary>
    [Range(5, 60, ErrorMessage = "5 to 60 minutes: what lasts longer is no emergency but a role on that unit.")]
    public int MaxMinutes { get; set; } = 60;

    /// <summary>How many patients one person may ask for in an hour, found or not.</summary>
    [Range(1, 100, ErrorMessage = "1 to 100 an hour: more is a search through other units.")]
    public int MostAnHour { get; set; } = 10;
}
