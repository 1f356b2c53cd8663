namespace Runink.Companion.Shared.Outside;

/// <summary>A server of somebody else that an administrator named.</summary>
/// <param name="AllowPrivate">It may lie in the hospital's own network, and may speak without TLS there.</param>
/// <param name="Authorities">PEM file of the authorities whose certificates count there; empty: those of this machine.</param>
/// <param name="Timeout">For one attempt, from the first byte to the last.</param>
public sealed record OutsidePlace(string Name, Uri? Address, bool AllowPrivate, string Authorities, TimeSpan Timeout);
