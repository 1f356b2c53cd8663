using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams;

namespace Runink.Domain.Pipeline.Commands;

/// <summary>A passkey as a device has shown it, already verified.</summary>
/// <param name="Name">What the person calls it.</param>
/// <param name="CredentialId">base64url.</param>
/// <param name="PublicKey">COSE, base64url.</param>
public sealed record PasskeyDraft(string Name, string CredentialId, string PublicKey, long SignCount, bool IsBackupEligible, bool IsBackedUp, string Transports);

/// <summary>Passkeys of people: added and removed by their person, used at the door.</summary>
public static class PasskeyCommandHandler
{
    /// <summary>The code of the refusal of a key whose count did not go on.</summary>
    public const string CountWentBack = "passkey-count";

    public static Outcome<Passkey> Add(WriteScope scope, string person, PasskeyDraft draft, Actor actor)
    {
        var named = WrittenText.Name(draft.Name, "The name");
        if (named.Refusal is { } unwritable)
            return unwritable;
        if (named.Value is not { Length: > 0 and <= Passkey.LongestName } name)
            return new Refusal("invalid", $"A passkey has a name of at most {Passkey.LongestName} letters, by which you know the device.");
        var own = scope.Db.Passkeys.Where(passkey => passkey.PersonId == person).ToList();
        if (own.Count >= Passkey.MostOfAPerson)
            return new Refusal("not-allowed-now", $"You have {Passkey.MostOfAPerson} passkeys. Remove one that you do not use any more.");
        if (own.Any(passkey => string.Equals(passkey.Name, name, StringComparison.OrdinalIgnoreCase)))
            return new Refusal("invalid", $"You have a passkey called {name} already.");
        var hash = Detail.HashOf(draft.CredentialId)!;
        if (scope.Db.Passkeys.Any(passkey => passkey.CredentialHash == hash))
            return new Refusal("invalid", "That passkey is known already.");
        var made = new Passkey
        {
            Id = scope.Ids.Next(), PersonId = person, Name = name, CredentialHash = hash, CredentialId = draft.CredentialId, PublicKey = draft.PublicKey, SignCount = draft.SignCount,
            IsBackupEligible = draft.IsBackupEligible, IsBackedUp = draft.IsBackedUp, Transports = draft.Transports, CreatedAt = scope.Now,
        };
        scope.Db.Passkeys.Add(made);
        Tell(scope, "passkey_added", made, actor);
        return made;
    }

    /// <summary>It signed for its person. Decided here and not before: the same answer sent twice at once opens one door.</summary>
    public static Outcome<Passkey> Use(WriteScope scope, string id, long count, bool isBackedUp)
    {
        if (scope.Db.Passkeys.Find(id) is not { } passkey)
            return new Refusal("not-found", "That passkey was removed.");
        if (!passkey.IsNext(count))
            return new Refusal(CountWentBack, "Another device signs with a copy of this passkey.");
        (passkey.SignCount, passkey.IsBackedUp, passkey.UsedAt) = (count, isBackedUp, scope.Now);
        return passkey;
    }

    public static Outcome<Passkey> Remove(WriteScope scope, string person, string id, Actor actor)
    {
        if (scope.Db.Passkeys.Find(id) is not { } passkey || passkey.PersonId != person)
            return new Refusal("not-found", "That passkey is not in your list any more.");
        scope.Db.Passkeys.Remove(passkey);
        Tell(scope, "passkey_removed", passkey, actor);
        return passkey;
    }

    /// <summary>The person begins anew: what opened the door before does not any more.</summary>
    public static void RemoveAll(WriteScope scope, string person, Actor actor)
    {
        foreach (var passkey in scope.Db.Passkeys.Where(passkey => passkey.PersonId == person).ToList())
            Remove(scope, person, passkey.Id, actor);
    }

    private static void Tell(WriteScope scope, string kind, Passkey passkey, Actor actor)
    {
        scope.Record(kind, new Subject("person", passkey.PersonId), actor, Detail.Of(("passkey", passkey.Id), ("name", passkey.Name)));
        scope.Announce(new Change(PersonCommandHandler.Announced, passkey.PersonId));
    }
}
