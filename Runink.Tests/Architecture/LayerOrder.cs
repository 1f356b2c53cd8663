using System.Reflection;
using Runink.Domain.Foundation;

namespace Runink.Tests.Architecture;

/// <summary>One direction: a room may use only what stands above it, and a feature of the web app never another feature.</summary>
public sealed class LayerOrder
{
    private static readonly string[] DomainOrder =
        ["Foundation", "Teams", "Intake", "Patients", "Devices", "Signals", "Triggers", "Mapping", "Contracts", "Repositories", "Escalations|Referrals|Discharges", "Delivery", "Ledger", "Analytics", "Store", "Pipeline"];

    private static readonly string[] TriggerPhases =
        ["Lexing", "Syntax", "Binding", "Compilation"];

    private static readonly string[] Features =
        ["Intake", "Triggers", "Escalations", "Referrals", "Discharges", "Delivery", "Ledger", "Analytics", "Patients", "Admin", "CdsHooks"];

    private static readonly Assembly Domain = typeof(Fact).Assembly;
    private static readonly Assembly Web = typeof(Program).Assembly;

    [Fact]
    public void DomainRoomsUseOnlyRoomsAboveThem()
    {
        var offenders =
            from edge in NamespaceReferences.In(Domain)
            let @from = Rank(Room(edge.From, "Runink.Domain"))
            let to = Rank(Room(edge.To, "Runink.Domain"))
            where @from >= 0 && to >= 0
            where to > @from || (to == @from && Room(edge.From, "Runink.Domain") != Room(edge.To, "Runink.Domain"))
            select $"{edge.From.FullName} -> {edge.To.FullName}";
        Assert.Empty(offenders.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PhasesOfTheLanguageUseOnlyPhasesBeforeThem()
    {
        var offenders =
            from edge in NamespaceReferences.In(Domain)
            let @from = Array.IndexOf(TriggerPhases, Room(edge.From, "Runink.Domain.Triggers"))
            let to = Array.IndexOf(TriggerPhases, Room(edge.To, "Runink.Domain.Triggers"))
            where @from >= 0 && to > @from
            select $"{edge.From.FullName} -> {edge.To.FullName}";
        Assert.Empty(offenders.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FeaturesDoNotUseEachOther()
    {
        var offenders =
            from edge in NamespaceReferences.In(Web)
            let @from = Room(edge.From, "Runink.Companion")
            let to = Room(edge.To, "Runink.Companion")
            where Features.Contains(@from) && Features.Contains(to) && @from != to
            select $"{edge.From.FullName} -> {edge.To.FullName}";
        Assert.Empty(offenders.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PagesNeverSeeTheStore()
    {
        var offenders =
            from edge in NamespaceReferences.In(Web)
            where typeof(Microsoft.AspNetCore.Components.IComponent).IsAssignableFrom(edge.From)
            where edge.To == typeof(Runink.Domain.Store.CompanionDb) || edge.To == typeof(Runink.Domain.Store.Writing.StoreWriter)
            select $"{edge.From.FullName} -> {edge.To.FullName}";
        Assert.Empty(offenders.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TriggersAndTheirPhasesSeeNeitherStoreNorFiles()
    {
        var offenders =
            from edge in NamespaceReferences.In(Domain)
            where Room(edge.From, "Runink.Domain") is "Triggers" or "Signals"
            where edge.To.Namespace?.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) == true || edge.To == typeof(File)
            select $"{edge.From.FullName} -> {edge.To.FullName}";
        Assert.Empty(offenders.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void InterfacesStandOnlyAtSeams()
    {
        var interfaces = Domain.GetTypes().Concat(Web.GetTypes()).Where(type => type.IsInterface).Select(type => type.Name);
        Assert.Empty(interfaces.Except(["IDeliveryChannel"], StringComparer.Ordinal));
    }

    private static int Rank(string? room) => room is null ? -1 : Array.FindIndex(DomainOrder, names => names.Split('|').Contains(room));

    /// <summary>The first name below the root; null outside of it.</summary>
    private static string? Room(Type type, string root) =>
        type.Namespace?.StartsWith(root + ".", StringComparison.Ordinal) == true ? type.Namespace[(root.Length + 1)..].Split('.')[0] : null;
}
