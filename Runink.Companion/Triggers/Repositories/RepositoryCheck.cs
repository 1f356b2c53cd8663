using System.Text;
using Runink.Domain.Contracts;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Hl7v2.Profiles;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Referrals.Rules;
using Runink.Domain.Repositories;
using Runink.Domain.Triggers;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Triggers.Repositories;

/// <summary>Looks at a file as the studio looks at a text before anybody is asked to approve it, and says what is wrong by line.</summary>
public sealed class RepositoryCheck(
    TriggerCatalog catalog, HospitalFacts facts, TriggerCommandHandler triggers, IntakeRulesCommandHandler rules, FeedProfileCommandHandler profiles, FeedContractCommandHandler contracts, PolicyCommandHandler policies, SiteOptions site)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file, or why it is none.</summary>
    public static Outcome<string> Text(RepositoryEntry entry, byte[]? bytes)
    {
        if (entry.IsLink)
            return new Refusal("invalid", "It is a link, or a repository within this one; a text stands in a file of its own.");
        if (bytes is null)
            return new Refusal("invalid", "It is longer than 256 KiB, which no text here may be.");
        try
        {
            var text = Strict.GetString(bytes).TrimStart('\uFEFF');
            return text.Contains('\0', StringComparison.Ordinal) ? new Refusal("invalid", "It holds NUL characters: it is no text.") : text;
        }
        catch (DecoderFallbackException wrong)
        {
            var line = 1 + bytes.AsSpan(0, Math.Clamp(wrong.Index, 0, bytes.Length)).Count((byte)'\n');
            return new Refusal("invalid", $"Line {line}: it is not written in UTF-8. Save it as UTF-8.");
        }
    }

    /// <summary>Its name as people call it, and what is wrong.</summary>
    public (string Name, IReadOnlyList<RepositoryFinding> Findings) Look(RepositoryPath path, string text)
    {
        if (!path.HasId)
            return (path.Id, [Whole($"The name of the file is its id: small letters, digits and hyphens. {path.Id} is none.")]);
        return path.Kind switch
        {
            ReviewKind.Trigger => Trigger(path, text),
            ReviewKind.IntakeRules => Rules(path, text),
            ReviewKind.FeedProfile => Profile(path, text),
            ReviewKind.FeedContract => Contract(path, text),
            ReviewKind.Policy => Policy(path, text),
        };
    }

    /// <summary>How its own tests go.</summary>
    public IReadOnlyList<ProposedTest> Tests(RepositoryPath path, string text) => path.Kind switch
    {
        ReviewKind.Trigger => [.. TriggerCheck.Check([new TriggerFile(path.Path, text)], catalog.Vocabulary, facts.Now).Tests.Select(test => new ProposedTest(test.Name, test.Passed))],
        ReviewKind.IntakeRules => IntakeRulesReader.Read(path.Id, text, 0, catalog.Vocabulary).Rules is { } rules ? [.. RuleTests.Run(rules).Select(result => new ProposedTest(result.Test.Name, result.Passed))] : [],
        ReviewKind.FeedContract => FeedContractReader.Read(path.Id, text, 0, catalog.Vocabulary).Contract is { } contract ? [.. ContractTests.Run(contract, catalog.Vocabulary).Select(result => new ProposedTest(result.Test.Name, result.Passed))] : [],
        ReviewKind.FeedProfile => profiles.Check(path.Id, text).Value is { } profile ? [.. profile.Tests.Select(test => new ProposedTest(test.Name, true))] : [],
        ReviewKind.Policy => [],
    };

    private (string, IReadOnlyList<RepositoryFinding>) Trigger(RepositoryPath path, string text)
    {
        if (!TriggerChecks.IsSlug(path.Id))
            return (path.Id, [Whole($"{path.Id} cannot be the id of a trigger.")]);
        var report = TriggerCheck.Check([new TriggerFile(path.Path, text)], catalog.Vocabulary, facts.Now with { Publishing = true });
        List<RepositoryFinding> findings =
        [
            .. report.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error).Select(Of),
            .. report.Tests.Where(test => !test.Passed).Select(test => Failed(text, test.Name, $"expected {test.Expected}, it is {test.Actual}")),
        ];
        var ready = triggers.Check(new Publication(path.Id, text, new PublicationGround.Unchecked(), Context: facts.Now));
        if (findings.Count == 0 && ready.Refusal is { } refusal)
            findings.Add(new RepositoryFinding(LineOf(text, "id:"), 1, null, refusal.Message));
        return (ready.Value?.Name ?? path.Id, findings);
    }

    private (string, IReadOnlyList<RepositoryFinding>) Rules(RepositoryPath path, string text)
    {
        var (read, found) = IntakeRulesReader.Read(path.Id, text, 0, catalog.Vocabulary);
        List<RepositoryFinding> findings = [.. read is null ? found.Select(Of) : RuleTests.Run(read).Where(result => !result.Passed).Select(result => At(result.Test.Span, $"Test {result.Test.Name}: {result.Why}"))];
        return (read?.Service ?? path.Id, Finally(findings, rules.Check(path.Id, text).Refusal));
    }

    private (string, IReadOnlyList<RepositoryFinding>) Contract(RepositoryPath path, string text)
    {
        var (read, found) = FeedContractReader.Read(path.Id, text, 0, catalog.Vocabulary);
        List<RepositoryFinding> findings = [.. read is null ? found.Select(Of) : ContractTests.Run(read, catalog.Vocabulary).Where(result => !result.Passed).Select(result => At(result.Test.Span, $"Test {result.Test.Name}: {result.Why}"))];
        return (read is null ? path.Id : FeedContractCommandHandler.Name(read), Finally(findings, contracts.Check(path.Id, text).Refusal));
    }

    private (string, IReadOnlyList<RepositoryFinding>) Profile(RepositoryPath path, string text)
    {
        try
        {
            var read = FeedProfileReader.Read(text);
            return (read.Name, Finally([.. ProfileCheck.Run(read, site.Zone).Select(failed => new RepositoryFinding(failed.Line, 1, null, failed.Problem))], profiles.Check(path.Id, text).Refusal));
        }
        catch (FormatException wrong)
        {
            return (path.Id, [Said(wrong.Message)]);
        }
    }

    private (string, IReadOnlyList<RepositoryFinding>) Policy(RepositoryPath path, string text)
    {
        var (read, found) = EscalationPolicy.Read(path.Id, text, 0);
        return (read?.Name ?? path.Id, Finally(read is null ? [.. found.Select(Of)] : [], policies.Check(path.Id, text).Refusal));
    }

    /// <summary>What only this hospital knows: a name that is taken, a team that is not there.</summary>
    private static List<RepositoryFinding> Finally(List<RepositoryFinding> findings, Refusal? refusal)
    {
        if (findings.Count == 0 && refusal is not null)
            findings.Add(Said(refusal.Message));
        return findings;
    }

    private static RepositoryFinding Of(Diagnostic found) => new(found.Span.Line, found.Span.Column, found.Code, found.Message);

    private static RepositoryFinding At(SourceSpan span, string message) => new(span.Line, span.Column, null, message);

    internal static RepositoryFinding Whole(string message) => new(0, 0, null, message);

    /// <summary>A message that begins with its line, <c>line 3: …</c>.</summary>
    internal static RepositoryFinding Said(string message)
    {
        var end = message.IndexOf(':', StringComparison.Ordinal);
        return end > 5 && message.StartsWith("line ", StringComparison.OrdinalIgnoreCase) && int.TryParse(message.AsSpan(5, end - 5), System.Globalization.CultureInfo.InvariantCulture, out var line)
            ? new RepositoryFinding(line, 1, null, message[(end + 1)..].Trim())
            : Whole(message);
    }

    private static RepositoryFinding Failed(string text, string test, string why) => new(LineOf(text, test), 1, null, $"Test {test}: {why}");

    private static int LineOf(string text, string words) =>
        text.IndexOf(words, StringComparison.Ordinal) is >= 0 and var at ? 1 + text.AsSpan(0, at).Count('\n') : 0;
}
