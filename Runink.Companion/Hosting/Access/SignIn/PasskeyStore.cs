using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Hosting.Access.SignIn;

/// <summary>
/// People and their passkeys as the framework's verification asks for them. It reads only: what it found right is written by our own commands.
/// </summary>
internal sealed class PasskeyStore(CompanionStore store) : IUserPasskeyStore<Person>
{
    private const string ReadsOnly = "People are changed by commands.";

    public static UserManager<Person> Manager(CompanionStore store) => new(new PasskeyStore(store), null!, null!, [], [], null!, null!, null!, null!);

    public async Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = store.Read();
        return await db.People.FirstOrDefaultAsync(row => row.Id == userId, cancellationToken);
    }

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var hash = HashOf(credentialId);
        await using var db = store.Read();
        return await db.Passkeys.Where(row => row.CredentialHash == hash).Join(db.People, row => row.PersonId, person => person.Id, (_, person) => person).FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken)
    {
        await using var db = store.Read();
        return [.. (await db.Passkeys.Where(row => row.PersonId == user.Id).ToListAsync(cancellationToken)).Select(Read)];
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var hash = HashOf(credentialId);
        await using var db = store.Read();
        return await db.Passkeys.FirstOrDefaultAsync(row => row.PersonId == user.Id && row.CredentialHash == hash, cancellationToken) is { } found ? Read(found) : null;
    }

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Login);

    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw new NotSupportedException(ReadsOnly);

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException(ReadsOnly);

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException(ReadsOnly);

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw new NotSupportedException(ReadsOnly);

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw new NotSupportedException(ReadsOnly);

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw new NotSupportedException(ReadsOnly);

    public Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException(ReadsOnly);

    public Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException(ReadsOnly);

    public void Dispose()
    {
    }

    public static string HashOf(byte[] credentialId) => Detail.HashOf(Base64Url.EncodeToString(credentialId))!;

    // The count is left at zero, with which nothing is compared: whether it goes on is decided where it is written, once for each use.
    private static UserPasskeyInfo Read(Passkey row) => new(
        Base64Url.DecodeFromChars(row.CredentialId), Base64Url.DecodeFromChars(row.PublicKey), row.CreatedAt, 0, row.Transports.Length == 0 ? [] : row.Transports.Split(' '), isUserVerified: true, row.IsBackupEligible, row.IsBackedUp, [], []);
}
