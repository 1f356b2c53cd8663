using System.Text;

namespace Runink.Domain.Intake.Hl7v2.Profiles;

/// <summary>The profiles of a site: those that people made here, then those of its files. The first that is for a feed is applied; a change swaps one reference.</summary>
public sealed class FeedProfiles
{
    private readonly IReadOnlyList<FeedProfile> files;
    private readonly Lock changing = new();
    private readonly SortedDictionary<string, FeedProfile> made = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<FeedProfile> all;

    public FeedProfiles(IReadOnlyList<FeedProfile> files) => all = this.files = files;

    public static FeedProfiles None => new([]);

    public IReadOnlyList<FeedProfile> All => all;

    /// <summary>Of those that people made here, by their ids.</summary>
    public IReadOnlyDictionary<string, FeedProfile> Made
    {
        get
        {
            lock (changing)
                return new Dictionary<string, FeedProfile>(made, StringComparer.Ordinal);
        }
    }

    /// <param name="profile">Null: there is none of this id any more.</param>
    public void Set(string id, FeedProfile? profile)
    {
        lock (changing)
        {
            made.Remove(id);
            if (profile is not null)
                made[id] = profile;
            all = [.. made.Values, .. files];
        }
    }

    /// <param name="source">Sending application and facility; null when a message names neither.</param>
    public FeedProfile? Find(string? source)
    {
        if (source is null)
            return null;
        foreach (var profile in all)
        {
            if (profile.IsFor(source))
                return profile;
        }

        return null;
    }

    /// <summary>The profile that reads rows of this source; null when none does.</summary>
    public FeedProfile? RowsOf(string source) => all.FirstOrDefault(profile => profile.Rows is not null && profile.IsFor(source));

    /// <summary>The message in the words of the standard.</summary>
    public static Hl7Message Apply(FeedProfile profile, Hl7Message message)
    {
        var delimiters = message.Delimiters;
        var lines = message.Segments.Select(segment => new Line(segment, delimiters)).ToList();
        foreach (var line in lines)
        {
            foreach (var (place, standard) in profile.Codes.Where(entry => entry.Key.Field.Segment == line.Name))
            {
                if (line.Get(new Hl7Path(line.Name, place.Field.Field, 1)) == place.Code)
                    line.Set(place.Field with { Component = 0 }, Renamed(line.Get(place.Field with { Component = 0 }), Raw(standard, delimiters), delimiters));
            }

            if (line.Name == "OBX" && profile.Units.TryGetValue(line.Get(new Hl7Path("OBX", 6, 1)), out var unit))
                line.Set(new Hl7Path("OBX", 6, 0), unit);
        }

        foreach (var copy in profile.Copies)
            Copy(copy, lines);
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line.Text).Append('\r');
            foreach (var reading in profile.Segments.Where(reading => reading.Segment == line.Name))
                text.Append(Result(reading, line, delimiters));
        }

        return Hl7Message.TryParse(text.ToString(), out var standardised, out _) ? standardised! : message;
    }

    /// <summary>The standard's code first, the feed's own as its alternate.</summary>
    private static string Renamed(string own, string standard, Hl7Delimiters delimiters)
    {
        var parts = own.Split(delimiters.Component);
        var named = standard.Split(delimiters.Component);
        return string.Join(delimiters.Component, [.. Enumerable.Range(0, 3).Select(at => named.ElementAtOrDefault(at) ?? ""), .. parts.Take(3)]);
    }

    /// <summary>Within the group of the same patient: what stands before the next PID.</summary>
    private static void Copy(FieldCopy copy, List<Line> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Name != copy.From.Segment || lines[at].Get(copy.From) is not { Length: > 0 } value)
                continue;
            var begin = lines.FindLastIndex(at, line => line.Name is "PID" or "MSH");
            var end = lines.FindIndex(at + 1, line => line.Name == "PID");
            var target = lines.FindIndex(begin, (end < 0 ? lines.Count : end) - begin, line => line.Name == copy.To.Segment);
            if (target >= 0 && lines[target].Get(copy.To) is "")
                lines[target].Set(copy.To, value);
        }
    }

    private static string Result(SegmentReading reading, Line line, Hl7Delimiters delimiters)
    {
        if ((reading.When is { } when && line.Get(when.Place) != when.Says) || line.Get(reading.Value) is not { Length: > 0 } value)
            return "";
        var code = Hl7Path.Parse(reading.Code) is { } place ? line.Get(place) : Raw(reading.Code, delimiters);
        var type = decimal.TryParse(value, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out _) ? "NM" : "ST";
        string[] fields = ["OBX", "", type, code, "", value, reading.Unit is { } unit ? line.Get(unit) : "", "", "", "", "", "F", "", "", reading.At is { } at ? line.Get(at) : ""];
        return string.Join(delimiters.Field, fields) + "\r";
    }

    /// <summary>A code of a profile is written with <c>^</c>, whatever its feed's delimiters are.</summary>
    private static string Raw(string code, Hl7Delimiters delimiters) => code.Replace('^', delimiters.Component);

    private sealed class Line(Hl7Segment segment, Hl7Delimiters delimiters)
    {
        private readonly List<string> fields = [.. segment.ToString().Split(delimiters.Field)];

        public string Name => segment.Name;

        public string Text => string.Join(delimiters.Field, fields);

        /// <summary>As it stands, of the first repetition; empty when it is not there.</summary>
        public string Get(Hl7Path path)
        {
            var field = fields.ElementAtOrDefault(Index(path)) ?? "";
            if (path.Component == 0)
                return field;
            var first = field.Split(delimiters.Repetition)[0];
            return first.Split(delimiters.Component).ElementAtOrDefault(path.Component - 1) ?? "";
        }

        public void Set(Hl7Path path, string value)
        {
            while (fields.Count <= Index(path))
                fields.Add("");
            if (path.Component == 0)
            {
                fields[Index(path)] = value;
                return;
            }

            var components = fields[Index(path)].Split(delimiters.Component).ToList();
            while (components.Count < path.Component)
                components.Add("");
            components[path.Component - 1] = value;
            fields[Index(path)] = string.Join(delimiters.Component, components);
        }

        private int Index(Hl7Path path) => Name == "MSH" ? path.Field - 1 : path.Field;
    }
}
