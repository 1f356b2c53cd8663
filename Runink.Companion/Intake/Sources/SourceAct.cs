namespace Runink.Companion.Intake.Sources;

/// <summary>What an administrator does with a source.</summary>
public enum SourceAct { Test, Pull, Replay, Pause, Resume, Accept }
