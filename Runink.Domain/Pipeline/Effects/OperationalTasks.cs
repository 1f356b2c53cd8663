using Runink.Domain.Escalations;
using Runink.Domain.Foundation;
using Runink.Domain.Store.Writing;

namespace Runink.Domain.Pipeline.Effects;

/// <summary>Raises and settles work that concerns no patient, once for each cause.</summary>
public static class OperationalTasks
{
    /// <param name="kind">As in <see cref="OperationalTask.Kind"/>.</param>
    /// <param name="key">What it is about: while a task of the kind with this key is open, it is brought up to date instead.</param>
    public static void Raise(WriteScope scope, string kind, string key, string severity, string headline, string? detail, string? href)
    {
        var line = PlainText.Line(headline);
        if (line.Length > OperationalTask.LongestHeadline)
            line = line[..(OperationalTask.LongestHeadline - 1)] + "…";
        if (Open(scope, kind, key) is { } known)
        {
            if (known.Update(severity, line, detail, href))
                scope.Announce(new Change("operational-task", known.Id));
            return;
        }

        var task = new OperationalTask
        {
            Id = scope.Ids.Next(), Kind = kind, Key = key, Severity = severity, Headline = line, Detail = detail, Href = href, OpenedAt = scope.Now,
        };
        scope.Db.OperationalTasks.Add(task);
        scope.Record("operational_task_raised", new Subject("operational-task", task.Id), Actor.System, Foundation.Detail.Of(("kind", kind), ("key", key), ("severity", severity)));
        scope.Announce(new Change("operational-task", task.Id, Critical: severity == "critical"));
    }

    /// <summary>The cause is gone; nothing happens when no such task is open.</summary>
    public static void Settle(WriteScope scope, string kind, string key, string why)
    {
        if (Open(scope, kind, key) is not { } task)
            return;
        task.Close("Companion", why, scope.Now);
        scope.Record("operational_task_settled", new Subject("operational-task", task.Id), Actor.System, Foundation.Detail.Of(("kind", kind), ("key", key)));
        scope.Announce(new Change("operational-task", task.Id));
    }

    private static OperationalTask? Open(WriteScope scope, string kind, string key) =>
        scope.Db.OperationalTasks.Local.FirstOrDefault(task => task.IsOpen && task.Kind == kind && task.Key == key)
        ?? scope.Db.OperationalTasks.FirstOrDefault(task => task.ClosedAt == null && task.Kind == kind && task.Key == key);
}
