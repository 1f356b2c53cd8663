namespace Runink.Companion.Referrals.Dossiers;

internal static class DossierResult
{
    /// <summary>What a browser shows by itself opens there; the rest is kept as a file.</summary>
    public static IResult Of(DossierFile file, string name) => file.Name.EndsWith(".html", StringComparison.Ordinal) ? Results.File(file.Content, file.ContentType) : Results.File(file.Content, file.ContentType, name);
}
