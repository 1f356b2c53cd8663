using System.Security.Claims;
using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>Finds, makes and brings up to date the person that the identity provider vouches for.</summary>
public sealed class ProviderPeople(StoreWriter writer, PeopleDirectory people, ProviderOptions options, GroupMeanings meanings)
{
    private const string Source = "claims";

    /// <returns>The person, or why nobody is let in: <c>no-claim</c>, <c>unknown</c>, <c>disabled</c> or <c>no-role</c>.</returns>
    public async Task<Outcome<Person>> AcceptAsync(ClaimsPrincipal principal, CancellationToken cancel)
    {
        if (principal.FindFirstValue(options.Person) is not { Length: > 0 } subject)
            return new Refusal("no-claim", $"The provider says nothing in {options.Person}.");
        var login = Login(principal.FindFirstValue(options.LoginClaim) ?? principal.FindFirstValue("email") ?? subject);
        var roles = Roles(principal);
        var outcome = await writer.WriteAsync<Outcome<Person>>(scope =>
        {
            var person = scope.Db.People.FirstOrDefault(row => row.Subject == subject) ?? Linked(scope, subject, login);
            if (person is null && (!options.CreatePeople || roles.Count == 0))
                return Refuse(scope, "unknown", "Your hospital account is not known here.", subject);
            person ??= Made(scope, principal, subject, login);
            if (person is null)
                return Refuse(scope, "unknown", "Your hospital account is not known here.", subject);
            if (!person.IsActive)
                return Refuse(scope, "disabled", "Your account is not active here.", subject);
            scope.Db.SaveChanges();
            var known = roles.Where(role => role.Unit is null || scope.Db.CareUnits.Any(unit => unit.Name == role.Unit)).ToList();
            var granted = PersonCommandHandler.Grant(scope, person.Id, known, Source, null, Actor.System);
            if (granted.Refusal is { } refusal)
                return refusal;
            scope.Db.SaveChanges();
            return scope.Db.RoleGrants.Any(grant => grant.PersonId == person.Id) ? person : Refuse(scope, "no-role", "Your hospital account has no role here.", subject);
        }, cancel);
        await people.RefreshAsync(cancel);
        return outcome;
    }

    /// <summary>Who was known before the first sign-in is the same person, as long as nobody else at the provider was.</summary>
    private Person? Linked(WriteScope scope, string subject, string login)
    {
        // What the provisioning system calls a person is usually what the provider does; a login is only a name.
        var person = scope.Db.People.FirstOrDefault(row => row.ExternalId == subject && row.Subject == null)
            ?? (options.LinkByLogin ? scope.Db.People.FirstOrDefault(row => row.Login == login && row.Subject == null) : null);
        if (person is null)
            return null;
        PersonCommandHandler.Link(scope, person, subject, Actor.System);
        return person;
    }

    private Person? Made(WriteScope scope, ClaimsPrincipal principal, string subject, string login)
    {
        var mail = principal.FindFirstValue("email");
        var draft = new PersonDraft(
            scope.Db.People.Any(row => row.Login == login) ? Login(subject) : login, principal.FindFirstValue(options.NameClaim) ?? login, Subject: subject,
            Channels: mail is null ? null : [(ChannelKind.Email, mail)]);
        return PersonCommandHandler.Create(scope, draft, "provider", Actor.System).Value;
    }

    private List<RoleOnUnit> Roles(ClaimsPrincipal principal)
    {
        var units = principal.FindAll(options.UnitClaim).Select(claim => claim.Value).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return
        [
            .. meanings.RolesOf(principal.FindAll(options.RoleClaim).Select(claim => claim.Value))
                .SelectMany(role => role.Unit is null && units.Count > 0 ? units.Select(unit => role with { Unit = unit }) : [role]).Distinct(),
        ];
    }

    private static Refusal Refuse(WriteScope scope, string code, string message, string subject)
    {
        scope.Record("sign_in_refused", new Subject("login", Detail.HashOf(subject)![..16]), Actor.System, Detail.Of(("reason", code), ("method", "provider")));
        return new Refusal(code, message);
    }

    /// <summary>What a provider calls somebody, in the letters of a login.</summary>
    private static string Login(string text)
    {
        var letters = string.Concat(text.Trim().ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '@' or '+' ? letter : '-')).TrimStart('.', '_', '-', '@', '+');
        return letters.Length == 0 ? "someone" : letters[..Math.Min(letters.Length, 128)];
    }
}
