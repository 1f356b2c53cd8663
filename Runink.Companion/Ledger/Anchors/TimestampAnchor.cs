using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Runink.Domain.Ledger;

namespace Runink.Companion.Ledger.Anchors;

/// <summary>
/// A stamp of a timestamping authority (RFC 3161, carried as its §3.4 says) over the signed line: somebody else's clock and key say that
/// it existed at that time. The answers are kept in a file.
/// </summary>
public sealed class TimestampAnchor(Uri authority, TimestampLog log, HttpClient http) : LedgerAnchor
{
    private const int LargestAnswer = 64 * 1024;

    public override string Name => "timestamping authority";

    public override async Task SendAsync(LedgerCheckpoint checkpoint, string line, CancellationToken cancel)
    {
        var request = Rfc3161TimestampRequest.CreateFromData(
            Encoding.UTF8.GetBytes(line), HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        using var body = new ByteArrayContent(request.Encode()) { Headers = { ContentType = new MediaTypeHeaderValue("application/timestamp-query") } };
        using var asked = new HttpRequestMessage(HttpMethod.Post, authority) { Content = body };
        using var answer = await http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
        if (answer.Content.Headers.ContentLength is > LargestAnswer)
            throw new InvalidDataException("the answer is too large to be a stamp.");
        var bytes = await answer.Content.ReadAsByteArrayAsync(cancel);
        Rfc3161TimestampToken token;
        try
        {
            // It throws where the answer is of another request, carries another nonce, or is a refusal.
            token = request.ProcessResponse(bytes, out _);
        }
        catch (CryptographicException problem)
        {
            throw new InvalidDataException("the answer is not the stamp that was asked for.", problem);
        }

        await log.AppendAsync(new LedgerTimestamp(checkpoint.Seq, LedgerCheckpoint.HashOf(line), token.TokenInfo.Timestamp, authority.Host, Convert.ToBase64String(token.AsSignedCms().Encode())), cancel);
    }
}
