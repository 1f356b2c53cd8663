using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>Puts the shipped packs in force on the first start. What a person changed or retired since stays as it is.</summary>
public static class SamplePacks
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Samples", "Packs");

    public static async Task PublishAsync(CompanionStore store, TriggerCommandHandler work, CancellationToken cancel)
    {
        await using var db = store.Read();
        var known = await db.TriggerVersions.Select(version => version.TriggerId).Distinct().ToListAsync(cancel);
        foreach (var file in System.IO.Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var id = Path.GetFileNameWithoutExtension(file);
            if (known.Contains(id, StringComparer.Ordinal))
                continue;
            var published = await work.PublishAsync(id, await File.ReadAllTextAsync(file, cancel), null, Actor.System, cancel);
            if (published.Refusal is { } refusal)
                throw new InvalidOperationException($"The shipped pack {id} cannot be published: {refusal.Message}");
        }
    }
}
