using Hl7.Fhir.Model;
using Runink.Domain.Intake.Hl7v2.Resources;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Problems (DG1, PRB) and medicines (RXE, RXO, RXA, RXD) of one patient, as entries of the lists that triggers read.</summary>
internal sealed class Hl7Lists(Hl7Clock clock)
{
    private static readonly IReadOnlyList<Coding> Condition = [new("local", "CONDITION", null)];
    private static readonly IReadOnlyList<Coding> Medication = [new("local", "MEDICATION", null)];

    public IEnumerable<ObservationNotice> Read(IEnumerable<Hl7Segment> segments, Hl7Meaning meaning)
    {
        Hl7Segment? order = null;
        foreach (var segment in segments)
        {
            if (segment.Name == "ORC")
                order = segment;
            var notice = segment.Name switch
            {
                "DG1" when meaning.Has(Hl7Parts.Problems) => Entry(segment, 3, Condition, clock.Read(segment, 5, "The time of the diagnosis"), segment.Get(21) == "D"),
                "PRB" when meaning.Has(Hl7Parts.Problems) => Entry(segment, 3, Condition, clock.Read(segment, 2, "The time of the problem"), segment.Get(1) is "DE" or "DEL" || segment.Get(9) is not null),
                "RXE" when meaning.Has(Hl7Parts.Medicines) => Entry(segment, 2, Medication, null, IsOver(order)),
                "RXO" when meaning.Has(Hl7Parts.Medicines) => Entry(segment, 1, Medication, null, IsOver(order)),
                "RXA" when meaning.Has(Hl7Parts.Medicines) => Entry(segment, 5, Medication, clock.Read(segment, 3, "The time of the dose"), segment.Get(20) is "RE" or "NA"),
                "RXD" when meaning.Has(Hl7Parts.Medicines) => Entry(segment, 2, Medication, clock.Read(segment, 3, "The time of dispensing"), false),
                _ => null,
            };
            if (notice is not null)
                yield return notice;
        }
    }

    /// <summary>A medicine that was discontinued, cancelled or completed by its order (ORC-5, ORC-1) is taken no more.</summary>
    private static bool IsOver(Hl7Segment? order) =>
        Hl7Statuses.Order(order?.Get(5), order?.Get(1)) is RequestStatus.Revoked or RequestStatus.Completed or RequestStatus.EnteredInError;

    private ObservationNotice? Entry(Hl7Segment segment, int field, IReadOnlyList<Coding> list, DateTimeOffset? at, bool ended)
    {
        string[] words = [.. new[] { segment.Get(field), segment.Get(field, 4), segment.Get(field, 2), segment.Get(field, 5) }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        return words.Length == 0
            ? null
            : new ObservationNotice(list, words[0], ended ? "ended" : null, at ?? clock.Sent, "final") { Synonyms = words[1..], Place = segment.Place(field), VersionAt = clock.SaidSent, IsDerived = true };
    }
}
