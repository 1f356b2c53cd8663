using Runink.Companion.Shared.Layout;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Teams;

namespace Runink.Companion.Triggers;

public static class TriggerSetup
{
    public static IServiceCollection AddTriggers(this IServiceCollection services)
    {
        services.AddSingleton<HospitalFacts>();
        services.AddSingleton<TriggerUseCases>();
        services.AddSingleton<TriggerReplay>();
        services.AddSingleton<BacktestJobs>();
        services.AddSingleton<ShadowUseCases>();
        services.AddSingleton<ParameterUseCases>();
        services.AddSingleton(new NavItem("/triggers", "Triggers", "triggers", 30, "t", Permission.ReadTriggers));
        services.AddSingleton(provider => new SearchSource("Triggers", 30, Permission.ReadTriggers, (_, text, _) =>
            Task.FromResult<IReadOnlyList<SearchHit>>(
            [
                .. provider.GetRequiredService<TriggerCatalog>().Current.All
                    .Where(trigger => trigger.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || trigger.Id.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Take(8).Select(trigger => new SearchHit($"/triggers/{trigger.Id}", trigger.Name, $"version {trigger.Version} in force")),
            ])));
        return services;
    }
}
