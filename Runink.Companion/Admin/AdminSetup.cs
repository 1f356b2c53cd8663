using Runink.Companion.Admin.People;
using Runink.Companion.Admin.Rotas;
using Runink.Companion.Admin.Scim;
using Runink.Companion.Admin.Teams;
using Runink.Companion.Hosting.Access;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Teams;

namespace Runink.Companion.Admin;

public static class AdminSetup
{
    public static IServiceCollection AddAdmin(this IServiceCollection services)
    {
        services.AddSingleton<AdminUseCases>();
        services.AddSingleton<People.PeopleUseCases>();
        services.AddSingleton<People.PeopleImport>();
        services.AddSingleton<Teams.TeamUseCases>();
        services.AddSingleton<Scim.ScimUseCases>();
        services.AddSingleton<Rotas.RotaUseCases>();
        services.AddSingleton<Rotas.ShiftUseCases>();
        services.AddSingleton<Rotas.RotaImport>();
        services.AddSingleton<People.ContactUseCases>();
        services.AddSingleton<People.PushUseCases>();
        services.AddHostedService<Rotas.RotaWatch>();
        services.AddSingleton(provider => new SearchSource("People", 40, Permission.None, (caller, text, _) => Task.FromResult(Find(provider.GetRequiredService<PeopleDirectory>(), caller, text))));
        services.AddSingleton(new NavItem("/rotas", "On call", "bell", 15, "l", Permission.ReadWorklist));
        services.AddSingleton(new NavItem("/admin", "Admin", "admin", 70, null, Permission.Administer));
        return services;
    }

    /// <summary>Colleagues with what they do; to their page for whoever keeps people, else to who is on call.</summary>
    private static IReadOnlyList<SearchHit> Find(PeopleDirectory people, Caller caller, string text) => !caller.May(Permission.Administer) && !caller.May(Permission.ReadWorklist) ? [] :
    [
        .. people.All.Where(known => known.Person.IsActive && known.Person.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).OrderBy(known => known.Person.Name, StringComparer.OrdinalIgnoreCase).Take(6)
            .Select(known => new SearchHit(
                caller.May(Permission.Administer) ? "/admin/people" : "/rotas", known.Person.Name,
                string.Join(", ", known.Roles.Select(role => role.Unit is { } unit ? $"{Labels.Role(role.Role)} on {unit}" : Labels.Role(role.Role)).DefaultIfEmpty(known.Person.About ?? "")))),
    ];

    public static void MapAdmin(this IEndpointRouteBuilder app)
    {
        app.MapPeople();
        app.MapTeams();
        app.MapScim();
        app.MapRotas();
    }
}
