using System.Globalization;
using Hl7.Fhir.Model;
using Runink.Domain.Intake.Hl7v2.Resources;

namespace Runink.Domain.Intake.Hl7v2;

/// <summary>Problems (DG1, PRB) and medicines (RXE, RXO, RXA, RXD) of one patient, as entries of the lists that triggers read.</summary>
internal sealed class Hl7Lists(Hl7Clock clock)
{
    private static readonly IReadOnlyList<Coding> Condition = [new("local", "CONDITION", null)];
    private static readonly IReadOnlyList<Coding> Medication = [new("local", "MEDICATION", null)];
    private static readonly IReadOnlyList<Coding> Dose = [new("local", "OPIOID_DOSE", null)];

    public IEnumerable<ObservationNotice> Read(IEnumerable<Hl7Segment> segments, Hl7Meaning meaning)
    {
        Hl7Segment? order = null;
        var all = segments.ToList();
        foreach (var (index, segment) in all.Index())
        {
            if (segment.Name == "ORC")
                order = segment;
            if (segment.Name == "RXA" && meaning.Has(Hl7Parts.Medicines) && OpioidDose(segment, all.Skip(index + 1).TakeWhile(next => next.Name is not ("RXA" or "ORC")).FirstOrDefault(next => next.Name == "RXR"), order) is { } dose)
                yield return dose;
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

    /// <summary>RXA-6 is 999 where nobody knows how much; RXA-20 says whether it was given at all, RXA-21 that the entry is taken back.</summary>
    private ObservationNotice? OpioidDose(Hl7Segment rxa, Hl7Segment? rxr, Hl7Segment? order)
    {
        if (rxa.Get(20) is "RE" or "NA" || clock.Read(rxa, 3, "The time of the dose") is not { } at)
            return null;
        var amount = decimal.TryParse(rxa.Get(6), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number != 999 ? number : (decimal?)null;
        if (MorphineEquivalents.Of(new GivenDose(Codes(rxa, 5), Texts(rxa, 5), amount, rxa.Get(7), rxr is null ? [] : Texts(rxr, 1))) is not { } equivalent)
            return null;
        var called = order?.Get(3) ?? order?.Get(2);
        return new ObservationNotice(Dose, equivalent, "mg", at, rxa.Get(21) == "D" ? "entered-in-error" : "final")
        {
            Key = called is null ? null : $"{called}|opioid|{rxa.Get(5)}|{rxa.Get(3)}", Place = rxa.Place(6), VersionAt = clock.SaidSent, IsDerived = true,
        };
    }

    private static List<Coding> Codes(Hl7Segment segment, int field) =>
        [.. from component in (int[])[1, 4]
            let code = segment.Get(field, component)
            let system = segment.Get(field, component + 2)
            where code is not null && system is not null
            select new Coding(system, code, null)];

    private static string[] Texts(Hl7Segment segment, int field) =>
        [.. new[] { segment.Get(field), segment.Get(field, 4), segment.Get(field, 2), segment.Get(field, 5) }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    private ObservationNotice? Entry(Hl7Segment segment, int field, IReadOnlyList<Coding> list, DateTimeOffset? at, bool ended)
    {
        var words = Texts(segment, field);
        return words.Length == 0
            ? null
            : new ObservationNotice(list, words[0], ended ? "ended" : null, at ?? clock.Sent, "final") { Synonyms = words[1..], Place = segment.Place(field), VersionAt = clock.SaidSent, IsDerived = true };
    }
}
