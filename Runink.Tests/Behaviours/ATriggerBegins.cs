using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Triggers.Beginning;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Authoring;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>A trigger begins with a question or with one of the gallery; it is a draft, and an id that is taken is refused.</summary>
public sealed class ATriggerBegins
{
    private static readonly Caller Tess = new("person", "tess.shah", "Tess Shah", Role.Author, null, RolePermissions.Of(Role.Author));

    private static readonly TriggerQuestion Question = new("lab.sodium", "latest", "<", 120, 24, "all", "charge_nurse", "high");

    [Fact]
    public async Task FromAQuestionOrFromTheGallery()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var hospital = await Hospital.StartAsync();
        var useCases = hospital.Services.GetRequiredService<BeginningUseCases>();

        var asked = await useCases.FromQuestionAsync(Tess, Question, "low-sodium", "Low sodium", stop);
        var shipped = (await useCases.GalleryAsync(Tess, stop)).Value!;
        var copied = await useCases.FromGalleryAsync(Tess, "hyperkalaemia", "hyperkalaemia-renal", "Hyperkalaemia, renal ward", stop);

        Assert.True(asked.Value is { IsDraft: true, VersionInForce: null }, asked.Refusal?.Message);
        Assert.Contains("lab.sodium < 120 mmol/L", asked.Value!.Yaml, StringComparison.Ordinal);
        Assert.True(shipped.Count > 30 && shipped.All(item => item.IsHere && item.Sentence.Length > 20));
        Assert.True(copied.Value is { IsDraft: true, VersionInForce: null }, copied.Refusal?.Message);
        Assert.Equal("taken", (await useCases.FromQuestionAsync(Tess, Question, "low-sodium", "Low sodium", stop)).Refusal?.Code);
        Assert.Equal("not-found", (await useCases.FromGalleryAsync(Tess, "../../secrets", "x", "X", stop)).Refusal?.Code);
        Assert.Equal("forbidden", (await useCases.FromQuestionAsync(Caller.Nobody, Question, "x", "X", stop)).Refusal?.Code);
        var uses = (await hospital.Services.GetRequiredService<NameUseCases>().FindAsync(Tess, "lab.sodium", stop)).Value!;
        Assert.Contains(uses, row => row is { Id: "low-sodium", State: "draft" } && row.Uses[0].Text.Contains("120", StringComparison.Ordinal));
    }
}
