using Runink.Domain.Teams;
using Runink.Domain.Teams.Rotas;

namespace Runink.Companion.Admin.Rotas;

/// <param name="Reason">Layer, override or swap.</param>
/// <param name="StandsInFor">The person who is away and whose deputy this is.</param>
/// <param name="Unreachable">Why nothing can be sent to this person; null when it can.</param>
public sealed record DutyView(PersonRef Person, DutyReason Reason, string? ActId, PersonRef? StandsInFor, string? Unreachable);

/// <param name="Why">Set when nobody is on call.</param>
/// <param name="IsGap">Somebody should be on call at some time of it, and nobody is.</param>
public sealed record ShiftView(DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<DutyView> People, string? Layer, string? Why, bool IsGap)
{
    public string Names => string.Join(" and ", People.Select(one => one.Person.Name));
}

/// <summary>A line of the list.</summary>
/// <param name="Ends">False when what is now is so in two weeks too.</param>
/// <param name="Next">Null when nobody comes after in the next two weeks.</param>
/// <param name="Warning">What is wrong in the next seven days.</param>
public sealed record RotaRow(string Id, string Name, string? Unit, string Zone, ShiftView Now, bool Ends, ShiftView? Next, string? Warning, int Version);

public sealed record LayerLine(string Name, IReadOnlyList<ShiftView> Shifts);

public sealed record OverrideView(string Id, PersonRef Person, PersonRef? InsteadOf, DateTimeOffset From, DateTimeOffset Until, string Reason, string SetBy, DateTimeOffset SetAt);

public sealed record SwapView(
    string Id, string RotaId, string RotaName, PersonRef AskedBy, DateTimeOffset From, DateTimeOffset Until, PersonRef Other, DateTimeOffset OtherFrom, DateTimeOffset OtherUntil, string? Note, SwapState State, DateTimeOffset AskedAt);

/// <summary>Everything about one rota.</summary>
/// <param name="From">When it was looked at; layers begin here, and shifts with the one that is under way.</param>
/// <param name="Until">Where they end.</param>
/// <param name="Setting">The address under Teams:Addresses that is used in its place for the bare name; null when there is none.</param>
public sealed record RotaView(
    RotaPlan Plan, RotaRow Row, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<ShiftView> Shifts, IReadOnlyList<LayerLine> Layers, IReadOnlyList<string> Findings, IReadOnlyList<OverrideView> Overrides, IReadOnlyList<SwapView> Swaps, string? Setting, int Version);

/// <summary>A shift of the person who asks, or of somebody to swap with.</summary>
public sealed record OwnShift(string RotaId, string RotaName, string Zone, PersonRef Person, DateTimeOffset From, DateTimeOffset Until, DutyReason Reason, PersonRef? StandsInFor);

/// <param name="Mine">In the next weeks.</param>
/// <param name="Others">Shifts of others in the rotas that the person is in: what can be asked for in exchange.</param>
/// <param name="Swaps">Asked by or of the person, and not answered yet.</param>
public sealed record OwnShifts(IReadOnlyList<OwnShift> Mine, IReadOnlyList<OwnShift> Others, IReadOnlyList<SwapView> Swaps);
