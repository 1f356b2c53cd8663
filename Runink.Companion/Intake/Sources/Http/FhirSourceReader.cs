using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runink.Companion.Shared.Outside;
using Runink.Domain.Delivery;
using Runink.Domain.Intake.Sources;

namespace Runink.Companion.Intake.Sources.Http;

/// <summary>
/// What changed on another FHIR R4 server, type by type, page by page. Ids there say nothing here: each gets the source's prefix, and so do the
/// references between them.
/// </summary>
internal sealed class FhirSourceReader(NamedSource source, SourceHttp http, SmartTokens tokens) : SourceReader
{
    private const int LongestId = 64;
    private const int MostPages = 10_000;

    private readonly string prefix = source.Options.Fhir.IdPrefix ?? $"{source.Name}-";

    public override async IAsyncEnumerable<SourcePage> ReadAsync(SourceQuestion question, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var type in source.Options.Fhir.Types)
        {
            var next = First(type, question);
            for (var page = 0; next is not null; page++)
            {
                if (page > MostPages)
                    throw new SourceException(SourceFault.NotUnderstood, "Its pages do not end.");
                var bundle = SourceHttp.Json(await AskAsync(next, cancel));
                if (JsonAnswer.At(bundle, "resourceType") != "Bundle")
                    throw new SourceException(SourceFault.NotUnderstood, "It answered a search with something that is no Bundle.");
                yield return new SourcePage([], [.. Entries(bundle)]);
                next = Next(bundle, next);
            }
        }
    }

    private Uri First(string type, SourceQuestion question)
    {
        var since = question.Since is { Time: var from } ? Uri.EscapeDataString($"ge{from:yyyy-MM-dd'T'HH:mm:ss.fff}Z") : null;
        return new Uri(source.Options.Address!, string.Create(CultureInfo.InvariantCulture,
            $"{type}{(type.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{(since is null ? "" : $"_lastUpdated={since}&")}_sort=_lastUpdated&_count={question.Rows}"));
    }

    /// <summary>Only on the same server: a page is no place to be sent elsewhere from.</summary>
    private Uri? Next(JsonElement bundle, Uri current)
    {
        var link = bundle.TryGetProperty("link", out var links) && links.ValueKind == JsonValueKind.Array
            ? links.EnumerateArray().Where(one => JsonAnswer.At(one, "relation") == "next").Select(one => JsonAnswer.At(one, "url")).FirstOrDefault() : null;
        if (link is null)
            return null;
        var next = new Uri(current, link);
        return next.GetLeftPart(UriPartial.Authority) == source.Options.Address!.GetLeftPart(UriPartial.Authority)
            ? next == current ? throw new SourceException(SourceFault.NotUnderstood, "Its next page is the one before.") : next
            : throw new SourceException(SourceFault.Refused, "Its next page is on another server, which is not asked.");
    }

    private IEnumerable<SourceItem> Entries(JsonElement bundle)
    {
        if (!bundle.TryGetProperty("entry", out var entries) || entries.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var entry in entries.EnumerateArray())
        {
            // What came along or says how the search went was not asked for.
            if (JsonAnswer.At(entry, "search.mode") is not (null or "match" or "include") || !entry.TryGetProperty("resource", out var resource))
                continue;
            var (updated, version) = (JsonAnswer.At(resource, "meta.lastUpdated"), JsonAnswer.At(resource, "meta.versionId"));
            yield return new ResourceItem(Own(resource), updated, $"{version} {updated}");
        }
    }

    private byte[] Own(JsonElement resource)
    {
        var node = JsonNode.Parse(resource.GetRawText())!.AsObject();
        var (type, id) = ((string?)node["resourceType"], (string?)node["id"]);
        if (id is not null)
            node["id"] = Own(id);
        var meta = node["meta"] as JsonObject;
        var kept = new JsonObject { ["source"] = $"{source.Options.Address}{type}/{id}" };
        foreach (var name in (string[])["profile", "security", "tag"])
        {
            if (meta?[name] is { } said)
                kept[name] = said.DeepClone();
        }

        node["meta"] = kept;
        Refer(node);
        return Encoding.UTF8.GetBytes(node.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    private void Refer(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject all:
                if (all["reference"] is JsonValue value && value.TryGetValue<string>(out var reference))
                    all["reference"] = Referred(reference);
                foreach (var (name, child) in all.ToList())
                {
                    if (name is not "reference")
                        Refer(child);
                }

                break;
            case JsonArray list:
                foreach (var child in list)
                    Refer(child);
                break;
        }
    }

    /// <summary>A reference to another server is left as it is: who that is, nobody knows here.</summary>
    private string Referred(string reference)
    {
        var address = source.Options.Address!.AbsoluteUri;
        var local = reference.StartsWith(address, StringComparison.Ordinal) ? reference[address.Length..] : reference;
        return local.Split('/') is [{ Length: > 0 } type, { Length: > 0 } id, ..] && char.IsAsciiLetterUpper(type[0]) && type.All(char.IsAsciiLetter) ? $"{type}/{Own(id)}" : reference;
    }

    private string Own(string id) => prefix.Length == 0 ? id
        : prefix.Length + id.Length <= LongestId ? $"{prefix}{id}"
        : $"{prefix[..Math.Min(prefix.Length, 20)]}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}{id}")))[..40]}";

    private async Task<OutsideAnswer> AskAsync(Uri address, CancellationToken cancel)
    {
        for (var isSecond = false; ; isSecond = true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/fhir+json"));
            var options = source.Options.Fhir;
            var client = new SmartClient(source.Place, source.Options.ReadSecret(), options.ClientId, options.KeyId, options.TokenAddress, options.Scope);
            if (client.Secret is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client, cancel));
            var answer = await http.AskAsync(request, cancel);
            if (answer.Status != HttpStatusCode.Unauthorized || isSecond || options.ClientId.Length == 0)
                return SourceHttp.OrThrow(answer);
            tokens.Forget(client);
        }
    }

    private async Task<string> TokenAsync(SmartClient client, CancellationToken cancel)
    {
        try
        {
            return await tokens.OfAsync(client, cancel);
        }
        catch (DeliveryException failed)
        {
            throw new SourceException(new SourceProblem(failed.RetryAfter is null ? SourceFault.Refused : SourceFault.Temporary, failed.Message, failed.RetryAfter), failed);
        }
    }
}
