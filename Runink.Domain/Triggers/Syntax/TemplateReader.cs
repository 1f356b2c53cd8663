using Runink.Domain.Triggers.Lexing;

namespace Runink.Domain.Triggers.Syntax;

internal static class TemplateReader
{
    public static ParsedTemplate? Read(YamlScalar scalar, Report report)
    {
        var holes = new List<TemplateHole>();
        var text = scalar.Text;
        var at = 0;
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            var end = text.IndexOf("}}", at, StringComparison.Ordinal);
            if (end < 0)
            {
                report.Error("RNK1206", "The closing }} is missing.", scalar.At(at, 2));
                break;
            }

            var inner = new ExprSource(scalar, at + 2, text[(at + 2)..end]);
            if (ExprParser.Parse(inner, report) is { } parsed)
                holes.Add(new(at, end + 2, parsed));
            at = end + 2;
        }

        return holes.Count == 0 ? null : new(text, holes);
    }
}
