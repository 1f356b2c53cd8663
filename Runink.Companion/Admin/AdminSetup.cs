using Runink.Companion.Admin.People;
using Runink.Companion.Admin.Rotas;
using Runink.Companion.Admin.Scim;
using Runink.Companion.Admin.Teams;
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
        services.AddSingleton(new NavItem("/rotas", "On call", "bell", 15, "l", Permission.ReadWorklist));
        services.AddSingleton(new NavItem("/admin", "Admin", "admin", 70, null, Permission.Administer));
        return services;
    }

    public static void MapAdmin(this IEndpointRouteBuilder app)
    {
        app.MapPeople();
        app.MapTeams();
        app.MapScim();
        app.MapRotas();
    }
}
