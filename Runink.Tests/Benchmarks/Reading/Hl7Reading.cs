using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Benchmarks.Reading;

/// <summary>
/// One result message with ten values: read into what it says of its patient, beside the least work that finds the same fields in the
/// bytes (spans, nothing made of them), and beside a tree of all parts made by Split, as general libraries make one. In turn.
/// </summary>
internal static class Hl7Reading
{
    private const int Rounds = 9;
    private const int PerRound = 40_000;

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly Hl7Reader Reader = new(TimeZoneInfo.Utc);
    private static readonly byte[] Message = Encoding.UTF8.GetBytes(
        "MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|20260302080000+0000||ORU^R01|C1|P|2.5.1\rPID|1||90001^^^HOSP^MR||Ruiz^Ana||19480312|F\rOBR|1|P1|F1|PANEL|||20260302080000+0000\r"
        + string.Concat(Enumerable.Range(1, 10).Select(line => string.Create(CultureInfo.InvariantCulture, $"OBX|{line}|NM|2823-{line}^Potassium^LN||4.{line}|mmol/L|3.5-5.1||||F|||20260302080000+0000\r"))));

    public static void Measure()
    {
        (string Name, Func<int> Read)[] ways = [("read", Read), ("span floor", Spans), ("tree by Split", Tree)];
        foreach (var (_, read) in ways)
        {
            for (var warm = 0; warm < PerRound; warm++)
                read();
        }

        var times = ways.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var started = Stopwatch.GetTimestamp();
                var found = 0;
                for (var number = 0; number < PerRound; number++)
                    found += ways[way].Read();
                times[way].Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / PerRound);
                if (found != 10 * PerRound)
                    throw new InvalidOperationException($"{ways[way].Name} found {found.ToString(CultureInfo.InvariantCulture)} values.");
            }
        }

        for (var way = 0; way < ways.Length; way++)
            Console.WriteLine(FormattableString.Invariant($"{ways[way].Name}: {Median(times[way]):0.00} µs a message ({times[way].Min():0.00}-{times[way].Max():0.00}), {Message.Length / Median(times[way]):0} MB/s"));
        Console.WriteLine(FormattableString.Invariant($"of the span floor: {Ratio(1, 0):0.00}; of the tree by Split: {Ratio(2, 0):0.0}"));

        double Ratio(int over, int under) => Median([.. times[over].Zip(times[under], (one, other) => one / other)]);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static int Read()
    {
        var decoded = Hl7Text.Read(Message);
        return Hl7Message.TryParse(decoded.Text, out var message, out _) ? Reader.Read(message!, Now).Message!.Patients[0].Observations.Count : 0;
    }

    /// <summary>Finds the number of the patient, and of each OBX the code, the value as a number, the unit, the status and the time.</summary>
    private static int Spans()
    {
        var rest = (ReadOnlySpan<byte>)Message;
        var (found, patient) = (0, 0);
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\r');
            var segment = rest[..end];
            rest = rest[(end + 1)..];
            if (segment.StartsWith("PID"u8))
            {
                patient = Component(Field(segment, 3), 0).Length;
            }
            else if (segment.StartsWith("OBX"u8))
            {
                var others = Component(Field(segment, 3), 0).Length + Field(segment, 6).Length + Field(segment, 11).Length + Field(segment, 14).Length;
                if (Utf8Parser.TryParse(Field(segment, 5), out decimal _, out _) && others > 0 && patient > 0)
                    found++;
            }
        }

        return found;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> segment, int number) => Part(segment, (byte)'|', number);

    private static ReadOnlySpan<byte> Component(ReadOnlySpan<byte> field, int number) => Part(field, (byte)'^', number);

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> text, byte separator, int number)
    {
        for (; number > 0; number--)
            text = text[(text.IndexOf(separator) + 1)..];
        var end = text.IndexOf(separator);
        return end < 0 ? text : text[..end];
    }

    /// <summary>Everything is cut into parts of parts before anybody asks; then the same fields are looked up.</summary>
    private static int Tree()
    {
        var segments = Encoding.UTF8.GetString(Message).Split('\r', StringSplitOptions.RemoveEmptyEntries)
            .Select(segment => segment.Split('|').Select(field => field.Split('~').Select(repetition => repetition.Split('^').Select(component => component.Split('&').ToList()).ToList()).ToList()).ToList()).ToList();
        var found = 0;
        foreach (var segment in segments)
        {
            if (segment[0][0][0][0] == "OBX" && segment[3][0][0][0].Length > 0 && decimal.TryParse(segment[5][0][0][0], CultureInfo.InvariantCulture, out _) && segment[6][0][0][0].Length + segment[11][0][0][0].Length + segment[14][0][0][0].Length > 0)
                found++;
        }

        return found;
    }
}
