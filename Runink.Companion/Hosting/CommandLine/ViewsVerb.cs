using System.Data.Common;
using Runink.Domain.Store;
using Runink.Domain.Store.Facts;

namespace Runink.Companion.Hosting.CommandLine;

/// <summary>Makes the views that tools for analysis ask, prints them for those who run such statements themselves, or takes them away.</summary>
internal static class ViewsVerb
{
    public static int Run(string[] args)
    {
        if (Options.Read(args, Options.OfStore) is not { Free: [] or ["print" or "drop"] } options)
            return Verbs.Usage("store views knows: print, drop.");
        if (options.Free is ["print"])
            return Print(options);
        var found = options.Store(mustExist: true);
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        try
        {
            store.Migrate();
            if (options.Free.Count == 0)
                AnalyticsViews.Make(store);
            else
                AnalyticsViews.Drop(store);
        }
        catch (Exception problem) when (StoreFailure.IsAway(problem) || problem is InvalidDataException or DbException)
        {
            Console.Error.WriteLine((problem is InvalidOperationException ? problem.InnerException! : problem).Message);
            return Verbs.WrongUsage;
        }

        Console.WriteLine(options.Free.Count == 0
            ? $"{store.Dialect.Description}: {string.Join(", ", AnalyticsFacts.All.Select(fact => fact.View))}. Give those who ask them a login that may read them and nothing else."
            : $"{store.Dialect.Description}: the views are gone.");
        return Verbs.Fine;
    }

    /// <summary>Needs no database.</summary>
    private static int Print(Options options)
    {
        var found = options.Unconnected();
        if (found.Value is not { } store)
            return Verbs.Usage(found.Refusal!.Message);
        Console.Write(AnalyticsViews.Script(store.Dialect));
        return Verbs.Fine;
    }
}
