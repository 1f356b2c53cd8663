using Runink.Companion.Shared.Layout;
using Runink.Companion.Triggers.Approval;
using Runink.Companion.Triggers.Beginning;
using Runink.Companion.Triggers.Policies;
using Runink.Companion.Triggers.Repositories;
using Runink.Companion.Triggers.Sentence;
using Runink.Domain.Pipeline.Evaluation;
using Runink.Domain.Teams;

namespace Runink.Companion.Triggers;

public static class TriggerSetup
{
    public static IServiceCollection AddTriggers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRepositories(configuration);
        services.AddSingleton<HospitalFacts>();
        services.AddSingleton<QuietTriggerWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<QuietTriggerWorker>());
        services.AddSingleton<TriggerUseCases>();
        services.AddSingleton<PolicyUseCases>();
        services.AddSingleton<TriggerReplay>();
        services.AddSingleton<SettingUseCases>();
        services.AddSingleton<BeginningUseCases>();
        services.AddSingleton<NameUseCases>();
        services.AddSingleton<ReviewUseCases>();
        services.AddSingleton<DuePublicationWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<DuePublicationWorker>());
        services.AddSingleton<BacktestJobs>();
        services.AddSingleton<ShadowUseCases>();
        services.AddSingleton<ExampleUseCases>();
        services.AddSingleton<ParameterUseCases>();
        services.AddSingleton(new PageLink("/triggers/help", "Language of triggers", Permission.ReadTriggers, "help reference YAML functions"));
        services.AddSingleton(new PageLink("/names", "Names and sets", Permission.ReadTriggers, "vocabulary codes where used"));
        services.AddSingleton(new PageLink("/policies", "Escalation policies", Permission.ReadTriggers, "steps ladder who is told"));
        services.AddSingleton(new PageLink("/approvals", "Approvals", Permission.ReadTriggers, "queue review publish"));
        services.AddSingleton(provider => new NavItem("/triggers", "Triggers", "triggers", 30, "t", Permission.ReadTriggers, async (caller, cancel) =>
        {
            var (count, urgent) = await provider.GetRequiredService<ReviewUseCases>().WaitingAsync(caller, cancel);
            return new NavBadge(count, urgent);
        }));
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
