using System.Diagnostics;
using System.Globalization;
using Runink.Domain.Patients.Matching;

namespace Runink.Benchmarks;

/// <summary>How long it takes to say who may be one with a person, among a million. Not a benchmark of many rounds: it is about one large index.</summary>
internal static class Matching
{
    private const int Learnt = 50_000;
    private const int Asked = 5_000;

    /// <param name="population">How many persons the index holds.</param>
    public static void Measure(int population)
    {
        var random = new Random(1);
        var people = Enumerable.Range(0, population).Select(i => Person(random, $"p{i}")).ToList();
        var watch = Stopwatch.StartNew();
        var weights = FellegiSunter.Estimate([.. people.Take(Learnt), .. people.Take(Learnt / 10).Select((person, i) => Mistyped(random, person, $"d{i}"))]);
        Say($"weights of {Learnt:#,0} persons and {Learnt / 10:#,0} doubles: {watch.Elapsed.TotalSeconds:0.0} s");
        watch.Restart();
        var before = GC.GetTotalMemory(true);
        var index = new MatchIndex(people, weights);
        Say($"index of {population:#,0}: {watch.Elapsed.TotalSeconds:0.0} s, {(GC.GetTotalMemory(true) - before) / 1e6:0} MB beside the records");
        Ask("known, mistyped", () => people[random.Next(population)], expected: true);
        Ask("unknown", () => Person(random, "new"), expected: false);

        void Ask(string name, Func<MatchRecord> who, bool expected)
        {
            var times = new List<double>(Asked);
            var (found, automatic, wrong, review) = (0, 0, 0, 0);
            for (var i = 0; i < Asked; i++)
            {
                var original = who();
                var asked = expected ? Mistyped(random, original, "q") : original;
                var started = Stopwatch.GetTimestamp();
                var answer = index.Find(asked);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                found += expected && answer.Count > 0 && answer[0].Id == original.Id ? 1 : 0;
                automatic += answer.Any(decision => decision.Band == MatchBand.Automatic) ? 1 : 0;
                wrong += answer.Count(decision => decision.Band == MatchBand.Automatic && (!expected || decision.Id != original.Id));
                review += answer.Count(decision => decision.Band == MatchBand.Review);
            }

            times.Sort();
            Say($"{name}: p50 {times[Asked / 2]:0.00} ms, p95 {times[Asked * 95 / 100]:0.00} ms, p99 {times[Asked * 99 / 100]:0.00} ms; first is right {found}, automatic {automatic} of which wrong {wrong}, for review {(double)review / Asked:0.00} a question, of {Asked}");
        }
    }

    /// <summary>Names are as unequal as names are: the tenth of a hundred as often as one tenth of the first (Zipf).</summary>
    private static MatchRecord Person(Random random, string id) => MatchRecord.Of(
        id, Name(random, 4_000, 2), Name(random, 60_000, 3), Born(random), random.Next(2) == 0 ? "M" : "F", random.Next(10000, 15000).ToString(CultureInfo.InvariantCulture),
        $"{random.Next(1, 400)} {Name(random, 5_000, 3)} street", Name(random, 3_000, 3), "s" + (char)('a' + random.Next(8)),
        random.Next(3) == 0 ? null : $"{random.Next(100000000, 660000000)}", random.Next(4) == 0 ? null : $"{random.Next(20000000, 89999999)}");

    private static string Born(Random random) => new DateOnly(1930, 1, 1).AddDays(random.Next(34000)).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Name(Random random, int names, int syllables)
    {
        var rank = (uint)Math.Exp(random.NextDouble() * Math.Log(names));
        var name = "";
        for (var (i, rest) = (0, rank * 2654435761u); i < syllables; i++, rest /= 97)
            name += "bcdfghjklmnprstvwz"[(int)(rest % 18)].ToString() + "aeiou"[(int)(rest / 18 % 5)] + (rest % 3 == 0 ? "n" : "");
        return name;
    }

    /// <summary>One to three fields are slipped, gone or new.</summary>
    private static MatchRecord Mistyped(Random random, MatchRecord person, string id)
    {
        string?[] fields = [person.Given, person.Family, person.BirthDate, person.Sex?.ToString(), person.Postcode, $"{person.HouseNumber} {person.Street}", person.Suburb, person.State, person.Ssn, person.Phone];
        for (var slips = random.Next(1, 4); slips > 0; slips--)
        {
            var at = random.Next(fields.Length);
            fields[at] = random.Next(3) switch
            {
                0 => null,
                1 when fields[at] is { Length: > 2 } text => text[..1] + text[2] + text[1] + text[3..],
                _ => fields[at] is { Length: > 3 } longer ? longer[..2] + (char.IsDigit(longer[2]) ? '7' : 'x') + longer[3..] : null,
            };
        }

        return MatchRecord.Of(id, fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8], fields[9]);
    }

    private static void Say(string line) => Console.WriteLine(line);
}
