namespace Runink.Domain.Intake.Hl7v2;

/// <summary>One patient of a message with all segments that the structure puts under that PID.</summary>
internal sealed class Hl7PatientGroup(Hl7Segment pid)
{
    public Hl7Segment Pid => pid;

    public Hl7Segment? Visit { get; private set; }

    /// <summary>More about the visit.</summary>
    public Hl7Segment? VisitDetails => Rest.Find(segment => segment.Name == "PV2");

    /// <summary>Numbers under which records were known before.</summary>
    public Hl7Segment? Prior { get; private set; }

    /// <summary>What follows PID and PV1, in order.</summary>
    public List<Hl7Segment> Rest { get; } = [];

    /// <summary>
    /// Cuts a message by its patients. The structures of ADT, ORU, OUL and the others all put what belongs to a patient after the
    /// PID; what stands before the first one belongs to nobody, and is refused where it would be a result or a place.
    /// </summary>
    public static MessageFault? Cut(Hl7Message message, out List<Hl7PatientGroup> groups)
    {
        groups = [];
        foreach (var segment in message.Segments.Skip(1))
        {
            var current = groups.Count == 0 ? null : groups[^1];
            switch (segment.Name)
            {
                case "MSH":
                    return new MessageFault(false, segment.Place(1), 100, "A second message begins inside this one.");
                case "EVN" when segment.Occurrence > 1:
                    return new MessageFault(false, segment.Place(1), 100, "A second event begins inside this message.");
                case "PID":
                    groups.Add(new Hl7PatientGroup(segment));
                    break;
                case "PV1" or "OBX" or "OBR" or "DG1" or "MRG" when current is null:
                    return new MessageFault(false, segment.Name, 100, $"{segment.Name} stands before the PID that says whose it is.");
                case "PV1" when current!.Visit is not null:
                    return new MessageFault(false, segment.Place(1), 100, "A second visit of the same patient begins inside this message.");
                case "PV1":
                    current!.Visit = segment;
                    break;
                case "MRG" when current!.Prior is not null:
                    return new MessageFault(false, segment.Place(1), 100, "A second MRG of the same patient begins inside this message.");
                case "MRG":
                    current!.Prior = segment;
                    break;
                default:
                    current?.Rest.Add(segment);
                    break;
            }
        }

        return null;
    }
}
