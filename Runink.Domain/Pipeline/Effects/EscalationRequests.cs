using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Who is asked for something about an escalation that another may own.</summary>
public static class EscalationRequests
{
    internal static void Raise(WriteScope scope, string escalationId, string personId, EscalationRequestKind kind, int item)
    {
        if (scope.Db.EscalationRequests.Find(escalationId, personId, kind, item) is { } known)
            (known.At, known.SettledAt) = (scope.Now, null);
        else
            scope.Db.EscalationRequests.Add(new EscalationRequest { EscalationId = escalationId, PersonId = personId, Kind = kind, Item = item, At = scope.Now });
    }

    internal static void SettleItem(WriteScope scope, string escalationId, int item)
    {
        foreach (var request in scope.Db.EscalationRequests.Where(one => one.EscalationId == escalationId && one.Kind == EscalationRequestKind.Item && one.Item == item && one.SettledAt == null).ToList())
            request.SettledAt = scope.Now;
    }

    /// <summary>The person has read what calls them.</summary>
    public static void SettleMention(WriteScope scope, string escalationId, string personId)
    {
        if (scope.Db.EscalationRequests.Find(escalationId, personId, EscalationRequestKind.Mention, -1) is not { SettledAt: null } request)
            return;
        request.SettledAt = scope.Now;
        scope.Announce(new Change("escalation", escalationId));
    }
}
