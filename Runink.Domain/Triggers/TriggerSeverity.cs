namespace Runink.Domain.Triggers;

/// <summary>How bad it is for the patient when nobody looks; sets the default clocks and ladder.</summary>
public enum TriggerSeverity { Info, Low, Moderate, High, Critical }
