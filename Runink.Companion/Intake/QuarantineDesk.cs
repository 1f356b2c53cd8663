using Runink.Companion.Hosting.Access;
using Runink.Domain.Foundation;

namespace Runink.Companion.Intake;

/// <param name="Place">Where in the message, e.g. <c>OBX[2]-5</c> or <c>Bundle.entry[3].resource</c>; null when the whole of it is unreadable.</param>
/// <param name="Status">waiting, replayed or discarded.</param>
public sealed record QuarantineRow(
    string Id, string Source, string Kind, string Reason, string? Place, DateTimeOffset At, string Status, string Preview);

public sealed record QuarantineView(QuarantineRow Row, string Text);

/// <summary>Messages that broke their contract: read, mended, sent through again or set aside.</summary>
public sealed class QuarantineDesk
{
    public Task<Outcome<IReadOnlyList<QuarantineRow>>> ListAsync(Caller caller, string? status, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<QuarantineView>> FindAsync(Caller caller, string id, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Sends the (mended) text through the same door again; answers what the reader said to it.</summary>
    public Task<Outcome<string>> ReplayAsync(Caller caller, string id, string text, CancellationToken cancel) => throw new NotImplementedException();

    public Task<Outcome<QuarantineRow>> DiscardAsync(Caller caller, string id, string reason, CancellationToken cancel) => throw new NotImplementedException();
}
