using Directory = Runink.Domain.Teams.Directory;

namespace Runink.Domain.Triggers;

/// <summary>What a check may know beside the texts. A part that is null is not known, and nothing is said about it.</summary>
/// <param name="Signals">What the feeds sent lately.</param>
/// <param name="InForce">Triggers that run already, to find those that ask twice.</param>
/// <param name="Publishing">The text is about to wake people: who cannot be reached is then an error.</param>
public sealed record CheckContext(
    HospitalNames? Hospital = null, SignalActivity? Signals = null, IReadOnlyList<CompiledTrigger>? InForce = null, bool Publishing = false)
{
    public static readonly CheckContext None = new();
}

/// <summary>Names that a hospital has given to what a trigger may call on; a part that is null is not known.</summary>
/// <param name="Recipients">Teams, roles and rotas that can be reached.</param>
/// <param name="Services">Referral services.</param>
/// <param name="Endpoints">Webhook endpoints that an administrator registered.</param>
/// <param name="Policies">Escalation policies kept outside the text.</param>
/// <param name="Checklists">Checklists kept outside the text.</param>
public sealed record HospitalNames(
    IReadOnlySet<string>? Recipients = null, IReadOnlySet<string>? Services = null, IReadOnlySet<string>? Endpoints = null,
    IReadOnlySet<string>? Policies = null, IReadOnlySet<string>? Checklists = null)
{
    /// <summary>Rotas of which it is known that somebody will not be reached in the next days: what to say of each, by name.</summary>
    public IReadOnlyDictionary<string, string>? Gaps { get; init; }

    /// <summary>What the settings tell: who can be reached, which endpoints are registered and which policies are kept. Checklists cannot be kept outside a text yet, so none is known.</summary>
    public static HospitalNames Of(Directory directory, IEnumerable<string> endpoints, IEnumerable<string>? policies = null) =>
        new(directory.Names.ToHashSet(StringComparer.OrdinalIgnoreCase), Endpoints: endpoints.ToHashSet(StringComparer.OrdinalIgnoreCase), Policies: policies?.ToHashSet(StringComparer.OrdinalIgnoreCase) ?? None, Checklists: None);

    private static readonly IReadOnlySet<string> None = new HashSet<string>(StringComparer.Ordinal);
}

/// <param name="Newest">By concept, when its newest signal was recorded.</param>
public sealed record SignalActivity(DateTimeOffset Now, IReadOnlyDictionary<string, DateTimeOffset> Newest)
{
    /// <summary>A name that sent nothing for this long is probably fed under another code.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromDays(30);

    public bool IsSilent(string concept) => !Newest.TryGetValue(concept, out var at) || at < Now - Silence;
}
