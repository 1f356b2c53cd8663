namespace Runink.Domain.Triggers.Testing;

public enum ExampleState { Open, Added, SetAside }

/// <summary>A patient of whom somebody on a ward says that a trigger should have called, or should not have: as a test, without who it is.</summary>
public sealed class SentExample
{
    public const int MostOpen = 50;

    public required string Id { get; init; }

    public required string TriggerId { get; init; }

    /// <summary>The version in force when it was sent.</summary>
    public required int Version { get; init; }

    /// <summary>What should have happened.</summary>
    public required bool ShouldFire { get; init; }

    /// <summary>SHA-256 of patient, trigger and what should have happened: the same is not sent twice while it waits, and says of nobody who it is.</summary>
    public required string CauseHash { get; init; }

    /// <summary>As <see cref="PatientExample.Test"/>.</summary>
    public required string Test { get; init; }

    public required bool IsFaithful { get; init; }

    public string? Note { get; init; }

    /// <summary>The name of whoever sent it.</summary>
    public required string SentBy { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public ExampleState State { get; private set; }

    public string? SettledBy { get; private set; }

    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>False when somebody has settled it already.</summary>
    public bool Settle(ExampleState state, string by, DateTimeOffset at)
    {
        if (State != ExampleState.Open || state == ExampleState.Open)
            return false;
        (State, SettledBy, SettledAt) = (state, by, at);
        return true;
    }
}
