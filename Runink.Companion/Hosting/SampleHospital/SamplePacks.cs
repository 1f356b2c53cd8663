using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;
using Runink.Domain.Triggers.Approval;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>Puts the shipped packs in force on the first start. What a person changed or retired since stays as it is.</summary>
public static class SamplePacks
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Samples", "Packs");

    private static string Rules => Path.Combine(AppContext.BaseDirectory, "Samples", "IntakeRules");

    /// <summary>Rules of some services and a directory of who takes referrals; what is kept already stays.</summary>
    public static async Task DirectAsync(CompanionStore store, StoreWriter writer, IntakeRulesCommandHandler rules, DateTimeOffset now, CancellationToken cancel)
    {
        await using var db = store.Read();
        if (await db.IntakeRules.AnyAsync(cancel) || await db.HealthcareServices.AnyAsync(cancel))
            return;
        foreach (var file in System.IO.Directory.EnumerateFiles(Rules, "*.yaml").Order(StringComparer.Ordinal))
        {
            var id = Path.GetFileNameWithoutExtension(file);
            if ((await rules.SaveAsync(id, await File.ReadAllTextAsync(file, cancel), 0, new PublicationGround.Shipped(), Actor.System, cancel)).Refusal is { } refusal)
                throw new InvalidOperationException($"The sample's rules {id} cannot be saved: {refusal.Message}");
        }

        await writer.WriteAsync(
            scope =>
            {
                foreach (var entry in SampleServices.All(DateOnly.FromDateTime(now.UtcDateTime)))
                {
                    if (HealthcareServiceCommandHandler.Save(scope, entry, Actor.System).Refusal is { } refusal)
                        throw new InvalidOperationException($"The sample's entry {entry.Name} cannot be saved: {refusal.Message}");
                    scope.Db.SaveChanges();
                }

                return true;
            }, cancel);
    }

    public static async Task PublishAsync(CompanionStore store, TriggerCommandHandler work, CancellationToken cancel)
    {
        await using var db = store.Read();
        var known = await db.TriggerVersions.Select(version => version.TriggerId).Distinct().ToListAsync(cancel);
        foreach (var file in System.IO.Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var id = Path.GetFileNameWithoutExtension(file);
            if (known.Contains(id, StringComparer.Ordinal))
                continue;
            var published = await work.PublishAsync(new Publication(id, await File.ReadAllTextAsync(file, cancel), new PublicationGround.Shipped()), Actor.System, cancel);
            if (published.Refusal is { } refusal)
                throw new InvalidOperationException($"The shipped pack {id} cannot be published: {refusal.Message}");
        }
    }
}
