using System.Text;
using Runink.Domain.Intake;
using Runink.Domain.Pipeline.Reception;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Takes in files of HL7 v2 messages and of FHIR JSON or NDJSON, through the same way as everything else.</summary>
internal static class ImportVerb
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, Options.OfStore);
        if (options is not { Free: [var path] })
            return Verbs.Usage("import needs one path.");
        var files = File.Exists(path) ? [path] : Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray()
            : [];
        if (files.Length == 0)
            return Verbs.Usage($"There is nothing to import at {path}.");

        var store = options.Store(mustExist: false);
        if (store.Refusal is { } refusal)
            return Verbs.Usage(refusal.Message);
        await using var host = await HeadlessHost.OpenAsync(store.Value!);
        var (accepted, refused) = (0, 0);
        foreach (var file in files)
        {
            foreach (var (answer, fine) in await TakeAsync(host, file))
            {
                accepted += fine ? 1 : 0;
                refused += fine ? 0 : 1;
                if (!fine)
                    Console.WriteLine($"{Path.GetFileName(file)}: {answer}");
            }
        }

        Console.WriteLine($"{accepted} accepted, {refused} set aside");
        return refused == 0 ? Verbs.Fine : Verbs.Findings;
    }

    private static async Task<IReadOnlyList<(string Answer, bool Fine)>> TakeAsync(HeadlessHost host, string file)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var results = new List<(string, bool)>();
        switch (Path.GetExtension(file).ToLowerInvariant())
        {
            case ".json":
                results.Add(await ResourceAsync(host, bytes));
                break;
            case ".ndjson":
                foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                    results.Add(await ResourceAsync(host, Encoding.UTF8.GetBytes(line)));
                break;
            default:
                var reply = await host.Transmissions.AcceptAsync(Envelop(host, bytes), CancellationToken.None);
                results.AddRange(reply.Receptions.Select(one => ($"{(one.Fault is { Permanent: true } ? "AR" : "AE")} {one.Fault?.Text}", one.Fault is null)));
                break;
        }

        return results;
    }

    private static async Task<(string, bool)> ResourceAsync(HeadlessHost host, byte[] bytes)
    {
        var (type, id, _) = Domain.Intake.Fhir.FhirPeek.Of(bytes);
        var isBundle = type == "Bundle";
        // NDJSON exports carry ids: the resource keeps its own.
        var reply = await host.Resources.AcceptAsync(
            Envelop(host, bytes), new FhirRequest(isBundle ? null : type ?? "Resource", isBundle ? null : id), CancellationToken.None);
        return ($"{reply.Status} {reply.Body}", reply.Status < 300);
    }

    private static Envelope Envelop(HeadlessHost host, byte[] bytes) =>
        new(host.Ids.Next(), "import", "import", TimeProvider.System.GetUtcNow(), bytes);
}
