using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Sources;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Triggers.Repositories;

/// <param name="Outcome">taken, known, other-branch, ping or ignored.</param>
public sealed record PushAnswer(string Outcome);

/// <summary>
/// The door through which a host says that something was pushed. It says nothing more: what is there is fetched from the repository that the settings name, so that a
/// forged body could at most make us look.
/// </summary>
public sealed class RepositoryHook(RepositoryBook book, RepositoryFetch fetch, CompanionStore store, StoreWriter writer)
{
    public const int MostBytes = 2 * 1024 * 1024;
    public const string SignatureHeader = "X-Hub-Signature-256";

    private const string NotSigned = "The signature is none of this body by a secret that is known here.";

    /// <summary>Hosts deliver again for three days.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(4);

    public static Refusal Unknown => new("forbidden", NotSigned);

    public async Task<Outcome<PushAnswer>> TakeAsync(NamedRepository repository, string? signature, string? delivery, string? kind, byte[] body, CancellationToken cancel)
    {
        if (!IsSigned(repository.Options, signature, body))
        {
            book.Turn(repository.Name, signature is null or "" ? $"It was not signed: {SignatureHeader} was missing." : NotSigned);
            return Unknown;
        }

        if (kind == "ping")
            return new PushAnswer("ping");
        if (kind != "push")
            return new PushAnswer("ignored");
        if (delivery is not { Length: > 0 and <= 100 })
            return new Refusal("invalid", "X-GitHub-Delivery names the delivery.");
        var state = await fetch.StateAsync(repository, cancel);
        var read = Branch(body);
        if (read.Refusal is { } unread)
            return unread;
        string[] keys = [Key(repository.Name, "delivery", Encoding.UTF8.GetBytes(delivery)), Key(repository.Name, "body", body)];
        await using var db = store.Read();
        if (await db.TakenSignatures.AnyAsync(row => keys.Contains(row.Digest), cancel))
            return new PushAnswer("known");
        var isOurs = read.Value == $"refs/heads/{state.Branch}";
        return await writer.WriteAsync<Outcome<PushAnswer>>(
            scope =>
            {
                var now = scope.Now;
                scope.Db.TakenSignatures.Where(row => row.Until < now).ExecuteDelete();
                if (keys.Any(key => scope.Db.TakenSignatures.Find(key) is not null))
                    return new PushAnswer("known");
                foreach (var key in keys)
                    scope.Db.TakenSignatures.Add(new TakenSignature { Digest = key, Until = now + Remembered });
                if (scope.Db.RepositoryStates.Find(repository.Name) is not { } row)
                    return new PushAnswer("ignored");
                row.PushedAt = now;
                // A server that was away and pushes is back.
                if (isOurs)
                    (row.WantedAt, row.Failures) = (now, 0);
                scope.Announce(new Change("repository", repository.Name));
                return new PushAnswer(isOurs ? "taken" : "other-branch");
            }, cancel);
    }

    private static bool IsSigned(RepositoryOptions options, string? signature, byte[] body)
    {
        var given = Encoding.UTF8.GetBytes(signature ?? "");
        var isOne = false;
        foreach (var secret in new[] { options.ReadWebhookSecret(), options.ReadPreviousWebhookSecret() }.OfType<string>())
            isOne |= CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes($"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}"));
        return isOne;
    }

    private static Outcome<string> Branch(byte[] body)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 64 });
            return parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty("ref", out var named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()!
                : new Refusal("invalid", "A push names its ref.");
        }
        catch (JsonException)
        {
            return new Refusal("invalid", "The body is no JSON. Choose application/json as the content type of the webhook.");
        }
    }

    private static string Key(string name, string what, byte[] of) => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"repository|{name}|{what}|"), .. of]));
}
