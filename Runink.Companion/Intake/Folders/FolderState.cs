namespace Runink.Companion.Intake.Folders;

/// <summary>How a folder fares, for the health page.</summary>
/// <param name="Waiting">Files that are there and not taken yet.</param>
/// <param name="Refused">Files that went to the error folder since the program started.</param>
/// <param name="Problem">Why the folder cannot be worked on at the moment; null when it can.</param>
public sealed record FolderState(string Feed, DateTimeOffset? LastFileAt, int Waiting, int Taken, int Refused, string? Problem);
