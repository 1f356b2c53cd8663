namespace Runink.Domain.Triggers;

/// <summary>One text of triggers as an author keeps it.</summary>
/// <param name="Name">File name; a trigger without id and name is called after it.</param>
public sealed record TriggerFile(string Name, string Text);
