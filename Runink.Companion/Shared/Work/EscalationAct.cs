using Runink.Companion.Hosting.Access;
using Runink.Domain.Escalations;
using Runink.Domain.Foundation;

namespace Runink.Companion.Shared.Work;

/// <summary>
/// How whoever answers from outside (a button in a messenger, a feedback from the record system) does the same as on the page: one use case,
/// with that person's rights.
/// </summary>
public sealed record EscalationAct(Func<Caller, string, EscalationCommand, CancellationToken, Task<Outcome<EscalationRow>>> DoAsync);
