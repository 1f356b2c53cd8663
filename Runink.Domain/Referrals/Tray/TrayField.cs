namespace Runink.Domain.Referrals.Tray;

/// <summary>What a request says that a form asks for.</summary>
public enum TrayField { PatientName, BirthDate, Mrn, Service, Priority, Reason, Referrer, Payer, Diagnoses }

public enum TrayConfidence
{
    /// <summary>It stands behind its own label.</summary>
    Labelled,

    /// <summary>It is named in the text, without a label.</summary>
    Named,

    /// <summary>It can be read in more ways than one: nothing is chosen.</summary>
    Unsure,
}

/// <summary>A field that can be read in a document, and where.</summary>
/// <param name="Value">Empty when it cannot be told which of several.</param>
/// <param name="Page">From 1; 0 for the envelope of a mail.</param>
/// <param name="Quote">The line that says so.</param>
/// <param name="Because">Why it is taken for that, as a person would say it.</param>
public sealed record TraySuggestion(TrayField Field, string Value, int File, int Page, string Quote, TrayConfidence Confidence, string Because);
