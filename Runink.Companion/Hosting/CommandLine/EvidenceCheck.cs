using Runink.Companion.Ledger.Evidence;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Verifies a package of evidence; it needs neither store nor keys.</summary>
internal static class EvidenceCheck
{
    public static int Run(string file)
    {
        if (!File.Exists(file))
            return Verbs.Usage($"There is no file {file}.");
        try
        {
            using var package = File.OpenRead(file);
            var verdict = EvidenceVerifier.Verify(package);
            Console.WriteLine(verdict.Findings.Count == 0
                ? $"The evidence about {verdict.Subject} holds: {verdict.Rows} rows{(verdict.Uncovered > 0 ? $", {verdict.Uncovered} of them not covered by a checkpoint" : "")}."
                : $"The evidence about {verdict.Subject} does not hold.");
            foreach (var finding in verdict.Findings)
                Console.WriteLine($"  {finding}");
            Console.WriteLine($"Signed with {string.Join(", ", verdict.Keys)}: compare with what the site publishes.");
            return verdict.Findings.Count > 0 ? Verbs.Findings : verdict.Uncovered > 0 ? Verbs.NotCoveredYet : Verbs.Fine;
        }
        catch (InvalidDataException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return Verbs.NoEvidence;
        }
    }
}
