namespace Runink.Domain.Foundation;

/// <summary>Who did something: a person, an API key, a trigger or the system itself.</summary>
public sealed record Actor(string Kind, string Id, string Name)
{
    public static readonly Actor System = new("system", "system", "Runink Companion");

    public static Actor Trigger(string id, int version) => new("trigger", id, $"{id} v{version}");

    public override string ToString() => $"{Kind}:{Id}";
}

/// <summary>What something was done to, e.g. <c>escalation</c> 01J…</summary>
public readonly record struct Subject(string Type, string Id);

/// <summary>
/// One thing that happened and must be provable: every change of state, read of PHI, delivery and refusal. It becomes a
/// row of the ledger in the same transaction as the change that it tells of.
/// </summary>
/// <param name="Kind">snake_case verb in the past, e.g. <c>escalation_claimed</c>.</param>
/// <param name="Detail">JSON object; ids, codes and reasons, no names of patients.</param>
public sealed record Fact(string Kind, Subject Subject, Actor Actor, DateTimeOffset At, string Detail = "{}");
