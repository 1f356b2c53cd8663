using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Runink.Companion.Shared.Controls;
using Runink.Companion.Shared.Live;
using Runink.Domain.Foundation;
using Runink.Domain.Referrals;
using Runink.Domain.Teams;

namespace Runink.Companion.Referrals;

/// <summary>Referrals by stage. A card moves only where the server lets it, by mouse, by key or from a menu.</summary>
public sealed partial class ReferralBoard
{
    private Board? board;
    private Refusal? refusal;
    private DateTimeOffset now;
    private string? loaded;
    private IReadOnlyList<string> services = [];
    private BoardMove? move;
    private BoardMove? menu;
    private Task<BoardMove?>? pickingUp;
    private bool dropping;
    private bool limiting;
    private IReadOnlySet<ReferralState> slim = new HashSet<ReferralState>();
    private (ReferralCard Card, ReferralAction Action)? asked;

    [Inject] public required ReferralUseCases UseCases { get; set; }

    [Inject] public required NavigationManager Nav { get; set; }

    [Inject] public required Toasts Toasts { get; set; }

    [Inject] public required TimeProvider Time { get; set; }

    [Inject] public required IJSRuntime Js { get; set; }

    private bool MayMove => Caller.May(Permission.ActOnReferrals);

    protected override void OnInitialized()
    {
        Watch(change => change.Kind == "referral", _ => move is null ? ReadAsync() : Task.CompletedTask);
        Watch(change => change.Kind == Presence.Kind, _ => Task.CompletedTask, TimeSpan.FromSeconds(1));
        // Clocks run, and what somebody had in hand lapses, though nothing is written.
        Every(TimeSpan.FromMinutes(1), Time, () => Task.FromResult(now = Time.GetUtcNow()));
    }

    protected override async Task LoadAsync()
    {
        var wanted = Filter.ToString();
        if (wanted == loaded)
            return;
        (loaded, board) = (wanted, null);
        await ReadAsync();
    }

    private async Task ReloadAsync()
    {
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        var outcome = await UseCases.BoardAsync(Caller, Filter, Gone);
        (board, refusal, now) = (outcome.Value, outcome.Refusal, Time.GetUtcNow());
        slim = (board?.Columns ?? []).Where(column => column.Cards.Count == 0).Select(column => column.State).ToHashSet();
        if (board is not null && Filter is { Service: null, Owner: null, Priority: null })
            services = [.. board.Columns.SelectMany(column => column.Cards).Select(card => card.Service).Distinct().Order(StringComparer.Ordinal)];
    }

    private async Task KeyAsync((ReferralCard Card, string Key) pressed)
    {
        var (card, key) = pressed;
        switch (key)
        {
            case "x" when move is null && MayMove:
                Pick([card.Id]);
                break;
            case ReferralTile.DragStart or " " or "m" when move is null && MayMove:
                pickingUp = PickUpAsync(card);
                move = await pickingUp;
                break;
            case ReferralTile.DragEnd when dropping:
                break;
            case ReferralTile.DragEnd or "Escape":
                move = asked is null ? null : move;
                pickingUp = null;
                break;
            case "ArrowLeft" or "ArrowRight" when move is { } held:
                move = held with { Over = held.Step([.. board!.Columns.Select(column => column.State)], key == "ArrowLeft" ? -1 : 1) };
                StateHasChanged();
                await KeysAsync("follow");
                break;
            case "ArrowLeft" or "ArrowRight":
                await FocusBesideAsync(card, key == "ArrowLeft" ? -1 : 1);
                break;
            case "Enter" or " " when move is { Over: { } over }:
                await DropAsync(over);
                break;
            case "Enter":
                Nav.NavigateTo($"/referrals/{card.Id}");
                break;
        }
    }

    private async Task<BoardMove?> PickUpAsync(ReferralCard card)
    {
        var outcome = await UseCases.ActionsAsync(Caller, card.Id, Gone);
        if (outcome.Refusal is { } problem)
            Toasts.Refuse(problem);
        return outcome.Value is { } actions ? new BoardMove(card, actions, null) : null;
    }

    private async Task OpenMenuAsync(ReferralCard card) => menu = await PickUpAsync(card);

    private Task ChooseAsync(ReferralCard card, ReferralAction action)
    {
        menu = null;
        return AskOrSendAsync(card, action);
    }

    private void Hover(ReferralState state) => move = move is null || move.Over == state ? move : move with { Over = state };

    private async Task DropAsync(ReferralState state)
    {
        // A quick hand drops before the server has said where the card may go.
        dropping = true;
        var held = move ?? (pickingUp is null ? null : await pickingUp);
        (dropping, pickingUp) = (false, null);
        if (held is null)
            return;
        if (held.To(state) is { WhyNot: null } action)
        {
            await AskOrSendAsync(held.Card, action);
            return;
        }

        if (state != held.Card.State)
            Toasts.Refuse(new Refusal("not-allowed-now", $"It cannot go to {ReferralLabels.State(state)}: {held.WhyNot(state)}."));
        move = null;
    }

    private Task AskOrSendAsync(ReferralCard card, ReferralAction action)
    {
        if (!action.Asks)
            return SendAsync(card, action, new ReferralInput(card.Version));
        asked = (card, action);
        return Task.CompletedTask;
    }

    private async Task SendAsync(ReferralCard card, ReferralAction action, ReferralInput input)
    {
        PutBack();
        var outcome = await UseCases.ActAsync(Caller, card.Id, action.Name, input, Gone);
        if (outcome.Refusal is { } problem)
            Toasts.Refuse(problem);
        else
            Toasts.SayDone(UseCases, Caller, action, outcome.Value!, ReloadAsync);
        await ReloadAsync();
        await FocusAsync(card.Id);
    }

    private void PutBack() => (move, menu, asked) = (null, null, null);

    /// <summary>From a card to the nearest card of the next column that has any.</summary>
    private Task FocusBesideAsync(ReferralCard card, int by)
    {
        var columns = Beside(card);
        var at = columns.FindIndex(column => column.State == card.State);
        if (at < 0)
            return Task.CompletedTask;
        var row = columns[at].Cards.ToList().FindIndex(other => other.Id == card.Id);
        for (at += by; at >= 0 && at < columns.Count; at += by)
        {
            if (columns[at].Cards is { Count: > 0 } cards)
                return FocusAsync(cards[Math.Min(row, cards.Count - 1)].Id);
        }

        return Task.CompletedTask;
    }

    /// <summary>The columns that are open, of the lane in which a card stands.</summary>
    private List<BoardColumn> Beside(ReferralCard card) =>
        [.. (Lanes is { } by ? BoardLane.Of(board!, by).First(lane => lane.Key == ReferralLanes.KeyOf(by, card)).Columns : board!.Columns).Where(column => !FoldedGroups.Contains(column.Group))];

    private Task FocusAsync(string id) => KeysAsync("focusOn", $"ref-{id}");

    private async Task KeysAsync(string function, params object[] arguments)
    {
        await using var keys = await Js.InvokeAsync<IJSObjectReference>("import", Gone, $"./{Assets["js/keys.js"]}");
        await keys.InvokeVoidAsync(function, Gone, arguments);
    }
}
