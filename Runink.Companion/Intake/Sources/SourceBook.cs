using Runink.Companion.Shared.Outside;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources;

/// <summary>A source with its name.</summary>
/// <param name="Zone">Of its clock times: its profile's, or else the hospital's.</param>
public sealed record NamedSource(string Name, SourceOptions Options, TimeZoneInfo Zone)
{
    public string Kind => Options.Kind!.Value.ToString();

    public WatermarkKind WatermarkKind => Options.Kind switch
    {
        SourceKind.Fhir => WatermarkKind.Instant,
        SourceKind.GoogleSheets or SourceKind.File => WatermarkKind.None,
        _ => Options.Watermark.Column.Length > 0 ? Options.Watermark.Kind : WatermarkKind.None,
    };

    /// <summary>Types of a FHIR server come one after the other, and servers need not sort.</summary>
    public bool IsOrdered => Options.Kind != SourceKind.Fhir;

    public SourceSchedule Schedule => new(Options.Every, Options.DailyAt, Options.QuietAfter, Zone);

    public OutsidePlace Place => new($"The source {Name}", Options.Address, Options.AllowPrivate, Options.Authorities, Options.Timeout);

    /// <summary>A profile says what its rows mean. Until then it is only tested, and nothing of it is taken in.</summary>
    public bool IsUnderstood { get; init; }

    /// <summary>Whether what it gives are rows of columns; else resources.</summary>
    public bool GivesRows => Options.Kind != SourceKind.Fhir && !(Options.Kind == SourceKind.File && Options.File.Format == SourceFileFormat.Ndjson);

    /// <summary>Where the next reading begins.</summary>
    public Watermark? Since(SourceState? state)
    {
        if (state?.Since(WatermarkKind) is { } kept)
            return kept.Back(Options.Watermark.Overlap, Options.Watermark.OverlapCount, Zone);
        if (Watermark.Parse(WatermarkKind, Options.Watermark.From) is { } from)
            return from;
        return WatermarkKind switch
        {
            WatermarkKind.None => null,
            WatermarkKind.Number => new Watermark(WatermarkKind.Number, long.MinValue),
            var kind => new Watermark(kind, new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).Ticks),
        };
    }
}

/// <summary>The sources that the settings name.</summary>
public sealed class SourceBook(Microsoft.Extensions.Options.IOptions<Dictionary<string, SourceOptions>> options, FeedProfiles profiles, SiteOptions site)
{
    /// <summary>Each by the profile that is in force now.</summary>
    public IReadOnlyList<NamedSource> All =>
    [
        .. options.Value.Where(one => one.Value.Kind is not null)
            .Select(one => new NamedSource(one.Key, one.Value, profiles.RowsOf(one.Key)?.Rows!.Zone ?? site.Zone) { IsUnderstood = profiles.RowsOf(one.Key) is not null })
            .OrderBy(one => one.Name, StringComparer.OrdinalIgnoreCase),
    ];

    public NamedSource? Find(string name) => All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
}
