namespace Runink.Domain.Triggers;

/// <summary>Why a truth could not be told.</summary>
[Flags]
public enum UnknownCauses
{
    None = 0,

    /// <summary>No value was ever received.</summary>
    Missing = 1,

    /// <summary>There is a value, older than its concept stays fresh.</summary>
    Stale = 2,

    /// <summary>The newest value is not a number.</summary>
    NonNumeric = 4,

    /// <summary>The newest value came without a unit, or in one that does not fit.</summary>
    UnitUnknown = 8,

    /// <summary>The newest value is preliminary and the trigger asks for final ones.</summary>
    Preliminary = 16,

    /// <summary>The value is an interval such as &lt;0.5 and the limit lies inside it.</summary>
    Straddles = 32,

    /// <summary>A score lacks parts and its possible range holds the limit.</summary>
    PartsMissing = 64,

    /// <summary>Too few samples, or a gap between them that is too long.</summary>
    TooFewSamples = 128,

    /// <summary>The evaluation would have cost more than its limit.</summary>
    TooCostly = 256,

    /// <summary>A division by zero or a number out of range.</summary>
    Arithmetic = 512,

    /// <summary>The score is not made for this patient: an age or a state that it excludes.</summary>
    NotApplicable = 1024,

    /// <summary>The newest value is a number that no patient can have: a wrong unit, a slipped point, a probe that fell off.</summary>
    Implausible = 2048,

    /// <summary>A list is empty of which no feed has ever sent anything, for no patient.</summary>
    NoFeed = 4096,

    /// <summary>What the feed sent is at fault, so that a person has to look.</summary>
    DataFault = NonNumeric | UnitUnknown | Preliminary | Implausible,
}
