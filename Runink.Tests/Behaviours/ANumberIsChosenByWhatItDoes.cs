using Microsoft.Extensions.DependencyInjection;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Triggers;
using Runink.Companion.Triggers.Sentence;
using Runink.Domain.Teams;
using Runink.Domain.Triggers.Authoring;
using Runink.Tests.Harness;

namespace Runink.Tests.Behaviours;

/// <summary>An author sees how a measure is spread and how often each setting would have called somebody, and no patient.</summary>
public sealed class ANumberIsChosenByWhatItDoes
{
    private const string Yaml = "trigger:\n  id: high-lactate\n  name: High lactate\n  when: lab.lactate > 3 mmol/L\n  then: [{action: log, entry: t}]\n";

    private static readonly Caller Tess = new("person", "tess.shah", "Tess Shah", Role.Author, null, RolePermissions.Of(Role.Author));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheValuesAreSpreadAndFewerAreCalledTheHigherItIsSet()
    {
        await using var hospital = await Hospital.StartAsync();
        await AdmitAsync(hospital, 60);
        var (triggers, settings) = (hospital.Services.GetRequiredService<TriggerUseCases>(), hospital.Services.GetRequiredService<SettingUseCases>());
        var chip = triggers.Sentence(Yaml).Select(part => part.Chip).OfType<SentenceChip>().Single(one => one.Kind == "number");

        var measured = (await settings.SpreadAsync(Tess, "high-lactate", chip, Stop)).Value!;
        var counts = new List<SettingCount>();
        await foreach (var count in settings.TryAsync(Tess, "high-lactate", Yaml, chip, measured, Stop))
            counts.Add(count);

        Assert.True(measured.Spread.IsEnough);
        Assert.Equal((3m, "mmol/L", 60), (measured.Current, measured.Unit, measured.Spread.Patients));
        Assert.Contains(counts, count => count.Setting == 3m && count.Alerts >= 20);
        Assert.Null(counts[^1].Alerts);
        Assert.Equal(counts.Select(count => count.Alerts ?? 0).OrderDescending(), counts.Select(count => count.Alerts ?? 0));
        Assert.All(counts.Where(count => count.Alerts is not null), count => Assert.Equal(0, count.Alerts % 10));
        Assert.NotEmpty(await hospital.ItemsAsync("/api/v1/ledger?kind=values_spread_read"));
    }

    [Fact]
    public async Task OfAFewPatientsNothingIsShown()
    {
        await using var hospital = await Hospital.StartAsync();
        await AdmitAsync(hospital, 6);
        var chip = hospital.Services.GetRequiredService<TriggerUseCases>().Sentence(Yaml).Select(part => part.Chip).OfType<SentenceChip>().Single(one => one.Kind == "number");
        var settings = hospital.Services.GetRequiredService<SettingUseCases>();

        var measured = (await settings.SpreadAsync(Tess, "high-lactate", chip, Stop)).Value!;

        Assert.Empty(measured.Spread.Bins);
        Assert.Null(measured.Spread.Values);
        await foreach (var count in settings.TryAsync(Tess, "high-lactate", Yaml, chip, measured, Stop))
            Assert.Null(count.Alerts);
        Assert.Equal("forbidden", (await settings.SpreadAsync(Caller.Nobody, "high-lactate", chip, Stop)).Refusal?.Code);
    }

    private static async Task AdmitAsync(Hospital hospital, int patients)
    {
        var now = hospital.Time.GetUtcNow();
        for (var i = 0; i < patients; i++)
        {
            var mrn = Some.Mrn();
            await hospital.SendAsync(Some.Arrival(mrn, now), Some.Lactate(mrn, $"L{i}", now, $"{1 + (i % 12 * 0.4m)}"));
        }

        hospital.Time.Advance(TimeSpan.FromMinutes(5));
    }
}
