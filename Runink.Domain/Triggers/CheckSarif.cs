using System.Text.Json.Nodes;
using Runink.Domain.Foundation;
using Runink.Domain.Triggers.Authoring;

namespace Runink.Domain.Triggers;

/// <summary>A check report as SARIF 2.1.0, for code scanning.</summary>
public static class CheckSarif
{
    public static string Write(CheckReport report)
    {
        var results = new JsonArray();
        foreach (var d in report.Diagnostics)
        {
            var level = d.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", DiagnosticSeverity.Hint => "note" };
            results.Add(new JsonObject
            {
                ["ruleId"] = d.Code,
                ["level"] = level,
                ["message"] = new JsonObject { ["text"] = d.Message },
                ["locations"] = new JsonArray(new JsonObject
                {
                    ["physicalLocation"] = new JsonObject
                    {
                        ["artifactLocation"] = new JsonObject { ["uri"] = Uri(d.File) },
                        ["region"] = new JsonObject { ["startLine"] = d.Span.Line, ["startColumn"] = d.Span.Column, ["endLine"] = d.Span.Line, ["endColumn"] = d.Span.Column + Math.Max(1, d.Span.Length) },
                    },
                }),
            });
        }

        foreach (var test in report.Tests.Where(t => !t.Passed))
        {
            results.Add(new JsonObject
            {
                ["ruleId"] = "test",
                ["level"] = "error",
                ["message"] = new JsonObject { ["text"] = $"{test.Trigger}: {test.Name}: expected {test.Expected}, actual {test.Actual}" },
            });
        }

        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject { ["driver"] = new JsonObject { ["name"] = "Runink Companion", ["rules"] = Rules(report) } },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = results,
            }),
        }.ToJsonString(TriggerJson.Options);
    }

    private static JsonArray Rules(CheckReport report) =>
    [
        .. report.Diagnostics.Select(d => d.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(DiagnosticTable.Find).OfType<DiagnosticCode>()
            .Select(JsonNode (row) => new JsonObject
            {
                ["id"] = row.Code,
                ["shortDescription"] = new JsonObject { ["text"] = row.Title },
                ["fullDescription"] = new JsonObject { ["text"] = row.Meaning },
                ["help"] = new JsonObject
                {
                    ["text"] = $"{row.Mend}\n\nWrong:\n{row.WrongShown}\nRight:\n{row.Right}",
                    ["markdown"] = $"{row.Mend}\n\nWrong:\n\n```yaml\n{row.WrongShown}```\n\nRight:\n\n```yaml\n{row.Right}```\n",
                },
            }),
    ];

    private static string Uri(string file) => string.Join('/', file.Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString));
}
