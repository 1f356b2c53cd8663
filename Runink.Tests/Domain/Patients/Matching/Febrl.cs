using Runink.Domain.Patients.Matching;
using Runink.Tests.Domain.Intake;

namespace Runink.Tests.Domain.Patients.Matching;

/// <summary>What of a record is compared.</summary>
public enum Compared { NamesDatePostcode, WithoutSsn, Everything }

/// <summary>Data sets of the Febrl project: invented Australians, each with mistyped doubles whose original is told by the record's number.</summary>
internal static class Febrl
{
    /// <param name="files">One file to be searched within itself, or one of originals and one of doubles.</param>
    /// <returns>Pairs found among all true ones, at both limits.</returns>
    public static (double F1, double Precision, double Recall, int Automatic, int WronglyAutomatic) Measure(string corpus, string[] files, Compared compared)
    {
        var known = Corpora.Files(corpus, ".csv");
        var parts = files.Select(file => Read(known.Single(path => Path.GetFileName(path) == file), compared)).ToArray();
        var all = parts.SelectMany(part => part).ToList();
        var entity = all.ToDictionary(row => row.Record.Id, row => row.Entity, StringComparer.Ordinal);
        var index = new MatchIndex([.. parts[0].Select(row => row.Record)], FellegiSunter.Estimate([.. all.Select(row => row.Record)]));
        var found = new Dictionary<(string, string), MatchBand>();
        foreach (var (record, _) in parts[^1])
        {
            foreach (var decision in index.Find(record).Where(decision => decision.Id != record.Id))
                found[string.CompareOrdinal(record.Id, decision.Id) < 0 ? (record.Id, decision.Id) : (decision.Id, record.Id)] = decision.Band;
        }

        var truth = parts.Length == 1
            ? parts[0].GroupBy(row => row.Entity).Sum(same => same.Count() * (same.Count() - 1) / 2)
            : parts[1].Join(parts[0], row => row.Entity, row => row.Entity, (_, _) => 1).Count();
        var right = found.Keys.Count(pair => entity[pair.Item1] == entity[pair.Item2]);
        var automatic = found.Where(pair => pair.Value == MatchBand.Automatic).ToArray();
        var wrong = automatic.Count(pair => entity[pair.Key.Item1] != entity[pair.Key.Item2]);
        return (2.0 * right / (found.Count + truth), (double)right / found.Count, (double)right / truth, automatic.Length, wrong);
    }

    private static List<(MatchRecord Record, string Entity)> Read(string path, Compared compared)
    {
        var rows = File.ReadLines(path).Select(line => line.Split(',').Select(cell => cell.Trim()).ToArray()).ToList();
        var columns = rows[0].Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);
        return [.. rows.Skip(1).Where(row => row.Length > 1).Select(row =>
        {
            var id = Cell("rec_id")!;
            var wide = compared != Compared.NamesDatePostcode;
            var record = MatchRecord.Of(
                id, Cell("given_name"), Cell("surname"), Cell("date_of_birth"), null, Cell("postcode"),
                wide ? $"{Cell("street_number") ?? "-"} {Cell("address_1")}" : null, wide ? Cell("suburb") : null, wide ? Cell("state") : null,
                compared == Compared.Everything ? Cell("soc_sec_id") : null, wide ? Cell("phone_number") : null);
            return (record, id.StartsWith("rec-", StringComparison.Ordinal) ? id.Split('-')[1] : id[..^1]);

            string? Cell(string name) => columns.TryGetValue(name, out var at) && row[at].Length > 0 ? row[at] : null;
        })];
    }
}
