using System.Text.Json;
using Runink.Domain.Foundation;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Rows;
using Runink.Domain.Pipeline.Reception;
using Runink.Domain.Store;
using Runink.Domain.Store.Writing;

namespace Runink.Companion.Intake.Webhooks;

/// <param name="Row">Counts from 1, in the order of the body.</param>
/// <param name="Why">What is wrong with it; it waits in quarantine.</param>
public sealed record WebhookRefused(int Row, string? Place, string Why);

/// <param name="Taken">Rows that say something new.</param>
/// <param name="Known">Rows that were taken before as they are.</param>
public sealed record WebhookAnswer(int Rows, int Taken, int Known, IReadOnlyList<WebhookRefused> Refused);

/// <summary>Takes in what was pushed: each object is a row, read by the profile of its sender, as rows are that were fetched.</summary>
public sealed class WebhookReception(WebhookSources sources, WebhookProof proof, RowProcessor rows, UlidSource ids, TimeProvider time)
{
    public const string Door = "push";

    private static readonly Refusal Away = new("busy", "The store cannot write at the moment. Send all of it again: what was taken is known.");

    /// <summary>Deeper than any reading is; what is deeper is no reading.</summary>
    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    public async Task<Outcome<WebhookAnswer>> TakeAsync(string name, WebhookSourceOptions options, string? timestamp, string? signature, byte[] body, CancellationToken cancel)
    {
        WebhookVerdict verdict;
        try
        {
            verdict = await proof.CheckAsync(name, options, timestamp, signature, body, cancel);
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem))
        {
            return Away;
        }

        if (verdict.Refuses is { } why)
        {
            sources.TurnedAway(name, why);
            return new Refusal("forbidden", why);
        }

        var read = Rows(body, options);
        if (read.Value is not { } all)
        {
            sources.TurnedAway(name, read.Refusal!.Message);
            return read.Refusal!;
        }

        var (taken, known, refused) = (0, 0, new List<WebhookRefused>());
        foreach (var (index, row) in all.Index())
        {
            var reception = await rows.ReceiveAsync(new Envelope(ids.Next(), Door, name, time.GetUtcNow(), row.ToJson()), new RowDelivery(), cancel);
            switch (reception.Outcome)
            {
                case RowOutcome.New:
                    taken++;
                    break;
                case RowOutcome.AlreadyKnown:
                    known++;
                    break;
                case RowOutcome.Refused:
                    refused.Add(new WebhookRefused(index + 1, reception.Fault?.Place, reception.Fault?.Text ?? "It could not be taken in."));
                    break;
                case RowOutcome.Later:
                    return Away;
            }
        }

        var answer = new WebhookAnswer(all.Count, taken, known, refused);
        try
        {
            await proof.KeepAsync(name, options, timestamp!, body, cancel);
        }
        catch (StoreUnavailableException)
        {
            // All of it was taken; a copy would find that each row is known.
        }

        sources.Took(name, answer, verdict.ByPrevious);
        return answer;
    }

    private static Outcome<IReadOnlyList<SourceRow>> Rows(byte[] body, WebhookSourceOptions options)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body, Shallow);
            var objects = parsed.RootElement.ValueKind == JsonValueKind.Array ? parsed.RootElement.EnumerateArray().ToList() : [parsed.RootElement];
            var all = new List<SourceRow>();
            foreach (var one in objects)
            {
                if (JsonRows.Each(one, options.Each) is not { } rows)
                    return new Refusal("invalid", options.Each.Length == 0 ? "The body is an object, or a list of objects, each with 300 values at most." : $"Each object has a list {options.Each}, of objects with 300 values at most.");
                all.AddRange(rows);
                if (all.Count > options.MaxRows)
                    return new Refusal("too-long", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"It has more than {options.MaxRows:N0} rows. Send it in parts."));
            }

            return new Outcome<IReadOnlyList<SourceRow>>(all, null);
        }
        catch (JsonException)
        {
            return new Refusal("invalid", "The body is no JSON that can be read.");
        }
    }
}
