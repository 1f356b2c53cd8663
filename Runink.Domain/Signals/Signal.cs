namespace Runink.Domain.Signals;

/// <summary>How far a value may be trusted, from OBX-11 or Observation.status.</summary>
public enum SignalStatus { Final, Preliminary, Corrected, EnteredInError, Unknown }

/// <summary>
/// One clinical fact about one patient: what was seen, when it was true and when we learnt it.
/// </summary>
/// <param name="Concept">Name in the vocabulary, e.g. <c>lab.lactate</c>.</param>
/// <param name="Value">The value as it was received: a number, an interval such as <c>&lt;0.5</c>, a code or text.</param>
/// <param name="Unit">The unit as it was received (UCUM where known); null when there was none.</param>
/// <param name="At">Clinical time: when it was true of the patient.</param>
/// <param name="RecordedAt">When it reached us.</param>
/// <param name="SourceMessage">Id of the message that carried it.</param>
public sealed record Signal(
    string Concept,
    string Value,
    string? Unit,
    DateTimeOffset At,
    DateTimeOffset RecordedAt,
    SignalStatus Status,
    string SourceMessage);
