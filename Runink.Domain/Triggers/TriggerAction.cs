namespace Runink.Domain.Triggers;

/// <summary>
/// One thing to do when a trigger fires. Every text may hold <c>{{ expression }}</c>; render it with
/// <see cref="CompiledTrigger.Render"/>.
/// </summary>
public abstract record TriggerAction;

/// <param name="Who">E-mail address, team, role or <c>on_call("rota")</c>.</param>
/// <param name="Channel">email, slack, teams, …; null leaves it to the recipient's preference.</param>
public sealed record NotifyAction(string Who, string? Channel, string? Message) : TriggerAction;

/// <param name="After">How long after the firing; zero is at once.</param>
public sealed record EscalateAction(string To, TimeSpan After) : TriggerAction;

/// <param name="Priority">routine, urgent, asap or stat; null follows the severity of the trigger.</param>
public sealed record RouteReferralAction(string Service, string? Priority, TimeSpan? Due, string? Reason) : TriggerAction;

public sealed record LogAction(string Entry) : TriggerAction;

public sealed record TaskAction(string? For, string Title, TimeSpan? Due, IReadOnlyList<string> Checklist) : TriggerAction;

/// <summary>A FHIR Task written to the record system's worklist.</summary>
public sealed record EhrTaskAction(string? For, string Title, TimeSpan? Due, string? Priority) : TriggerAction;

/// <summary>A message to the patient, by consent and preference.</summary>
public sealed record MessageAction(string To, string Template) : TriggerAction;

/// <param name="Endpoint">Name of an endpoint that an administrator registered; never an address.</param>
public sealed record WebhookAction(string Endpoint, string? Body) : TriggerAction;
