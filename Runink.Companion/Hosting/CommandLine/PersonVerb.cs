using Runink.Companion.Hosting.Access.SignIn;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Makes the first person who can sign in, and lets one in again who lost everything. Prints a passphrase that opens the door once.</summary>
internal static class PersonVerb
{
    private static readonly Actor Operator = new("operator", "command-line", "Command line");

    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, ["name", "role", "unit", .. Options.OfStore]);
        if (options?.Free is not [("new" or "reset") and var act, var login])
            return Verbs.Usage("person knows: new LOGIN --name NAME --role ROLE, and reset LOGIN.");
        if (!Enum.TryParse<Role>(options.Named.GetValueOrDefault("role") ?? nameof(Role.Administrator), ignoreCase: true, out var role) || !Enum.IsDefined(role))
            return Verbs.Usage($"Roles are {string.Join(", ", Enum.GetNames<Role>())}.");
        if (act == "new" && !options.Named.ContainsKey("name"))
            return Verbs.Usage("Say the person's --name.");
        var store = options.Store(mustExist: act == "reset");
        if (store.Refusal is { } refusal)
            return Verbs.Usage(refusal.Message);
        await using var host = await HeadlessHost.OpenAsync(store.Value!);
        var given = await host.Writer.WriteAsync<Outcome<string>>(scope =>
        {
            if (options.Named.GetValueOrDefault("unit") is { } unit && scope.Db.CareUnits.Find(unit) is null)
                return new Refusal("invalid", $"There is no unit {unit}.");
            var known = login.Trim().ToLowerInvariant();
            var person = act == "new"
                ? PersonCommandHandler.Create(scope, new PersonDraft(login, options.Named["name"]), "command-line", Operator)
                : scope.Db.People.FirstOrDefault(row => row.Login == known) is { } found ? found : new Refusal("not-found", $"There is nobody with the login {login}.");
            if (person.Refusal is { } refused)
                return refused;
            scope.Db.SaveChanges();
            if (act == "new" && PersonCommandHandler.Grant(scope, person.Value!.Id, [new RoleOnUnit(role, options.Named.GetValueOrDefault("unit"))], "admin", null, Operator).Refusal is { } ungranted)
                throw new InvalidOperationException(ungranted.Message);
            return LocalAccounts.Give(scope, person.Value!.Id, Operator);
        }, CancellationToken.None);
        if (given.Refusal is { } problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Verbs.Findings;
        }

        Console.WriteLine(given.Value);
        await Console.Error.WriteLineAsync($"It opens the door once, within {(int)LocalAccounts.GivenFor.TotalHours} hours; then a passphrase of one's own is chosen.");
        return Verbs.Fine;
    }
}
