using System.Globalization;
using Runink.Domain.Intake;
using Runink.Domain.Intake.Hl7v2;

namespace Runink.Tests.Domain.Intake.Hl7v2;

public sealed class Hl7ReaderTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("A01", EncounterChange.Open)]
    [InlineData("A02", EncounterChange.Update)]
    [InlineData("A03", EncounterChange.Close)]
    [InlineData("A04", EncounterChange.Open)]
    [InlineData("A05", EncounterChange.Update)]
    [InlineData("A06", EncounterChange.Update)]
    [InlineData("A07", EncounterChange.Update)]
    [InlineData("A08", EncounterChange.Update)]
    [InlineData("A11", EncounterChange.Cancel)]
    [InlineData("A13", EncounterChange.Open)]
    [InlineData("A28", EncounterChange.Update)]
    [InlineData("A31", EncounterChange.Update)]
    public void EveryAdtEventHasItsMeaning(string trigger, EncounterChange change)
    {
        var encounter = Encounter($"ADT^{trigger}", "PV1|1|I|ICU^2^B||||||||||||||||V1^^^HOSP");

        Assert.Equal(change, encounter.Change);
        Assert.Equal(("ICU", "2", "B"), (encounter.Unit, encounter.Room, encounter.Bed));
        Assert.Equal(new Identifier("HOSP", "V1", "VN"), encounter.Visit);
    }

    [Theory]
    [InlineData("E", "ED")]
    [InlineData("e", "ED")]
    [InlineData("EMER", "ED")]
    [InlineData("I", "inpatient")]
    [InlineData("B", "inpatient")]
    [InlineData("IMP", "inpatient")]
    [InlineData("O", "outpatient")]
    [InlineData("P", "outpatient")]
    [InlineData("R", "outpatient")]
    [InlineData("OBS", "observation")]
    [InlineData("VR", "virtual")]
    [InlineData("HH", "home")]
    [InlineData("N", null)]
    [InlineData("", null)]
    public void PatientClassesAreEncounterTypes(string patientClass, string? type) =>
        Assert.Equal(type, Encounter("ADT^A01", $"PV1|1|{patientClass}").Type);

    [Fact]
    public void TheTimeOfTheEventIsEvn6ThenEvn2ThenTheHeader()
    {
        Assert.Equal(At("2026-03-02T06:00:00Z"), Encounter("ADT^A02", "EVN||20260302070000||||20260302060000\rPV1|1|I").At);
        Assert.Equal(At("2026-03-02T07:00:00Z"), Encounter("ADT^A02", "EVN||20260302070000\rPV1|1|I").At);
        Assert.Equal(At("2026-03-02T08:00:00Z"), Encounter("ADT^A02", "PV1|1|I").At);
    }

    [Fact]
    public void ADischargeEndsByPv145OrByItsEvent()
    {
        var fields = string.Concat(Enumerable.Repeat("|", 42));

        Assert.Equal(At("2026-03-01T00:00:00Z"), Encounter("ADT^A03", $"PV1|1|I{fields}20260201|20260301").EndedAt);
        Assert.Equal(At("2026-02-01T00:00:00Z"), Encounter("ADT^A03", $"PV1|1|I{fields}20260201|20260301").StartedAt);
        Assert.Equal(At("2026-03-02T08:00:00Z"), Encounter("ADT^A03", "PV1|1|I").EndedAt);
        Assert.Null(Encounter("ADT^A01", "PV1|1|I").EndedAt);
    }

    [Theory]
    [InlineData("NM||3.4", "3.4")]
    [InlineData("NM||<0.5", "<0.5")]
    [InlineData("NM||>=12", ">=12")]
    [InlineData("NM||-1.5e3", "-1.5e3")]
    [InlineData("SN||>^100", ">100")]
    [InlineData("SN||^1^:^128", "1:128")]
    [InlineData("SN||^2^-^4", "2-4")]
    [InlineData("CWE||260373001^Detected^SCT", "260373001")]
    [InlineData("CE||^Detected", "Detected")]
    [InlineData("ST||a \\T\\ b", "a & b")]
    [InlineData("TX||line one~line two", "line one")]
    [InlineData("||plain", "plain")]
    public void ValuesKeepWhatTheSenderWrote(string typeAndValue, string value) =>
        Assert.Equal(value, Observation($"OBX|1|{typeAndValue.Replace("||", "|2524-7^Lactate^LN||", StringComparison.Ordinal)}|mmol/L|||||F").Value);

    [Theory]
    [InlineData("", "final")]
    [InlineData("F", "final")]
    [InlineData("U", "final")]
    [InlineData("C", "corrected")]
    [InlineData("P", "preliminary")]
    [InlineData("R", "preliminary")]
    [InlineData("S", "preliminary")]
    [InlineData("I", "preliminary")]
    [InlineData("W", "entered-in-error")]
    [InlineData("D", "entered-in-error")]
    [InlineData("X", "entered-in-error")]
    [InlineData("Q", "unknown")]
    public void ResultStatusesAreUnderstood(string code, string status) =>
        Assert.Equal(status, Observation($"OBX|1|NM|2524-7^Lactate^LN||3.4|mmol/L|||||{code}").Status);

    [Fact]
    public void AnObservationHasItsOwnTimeThenThatOfItsReportThenOfTheMessage()
    {
        Assert.Equal(At("2026-03-02T05:00:00Z"), Observation("OBR|1||||||20260302060000\rOBX|1|NM|X||1||||||F|||20260302050000").At);
        Assert.Equal(At("2026-03-02T06:00:00Z"), Observation("OBR|1||||||20260302060000\rOBX|1|NM|X||1").At);
        Assert.Equal(At("2026-03-02T08:00:00Z"), Observation("OBR|1||||||20260302060000\rOBX|1|NM|X\rOBR|2\rOBX|2|NM|Y||1").At);
        Assert.Equal(At("2026-03-02T08:00:00Z"), Observation("OBX|1|NM|X||1").At);
    }

    [Fact]
    public void BothCodesAreKept() => Assert.Equal(
        [new Coding("LN", "2524-7", "Lactate"), new Coding("L", "LAC", "Lact")],
        Observation("OBX|1|NM|2524-7^Lactate^LN^LAC^Lact^L||1").Codes);

    [Fact]
    public void AnEmptyValueIsNoObservation() => Assert.Empty(Accepted("ORU^R01", "OBX|1|NM|2524-7^Lactate^LN||").Observations);

    [Theory]
    [InlineData("ADT^A99", "PV1|1|I", "MSH-9.2", 201, true)]
    [InlineData("ORU^R99", "", "MSH-9.2", 201, true)]
    [InlineData("SIU^S12", "", "MSH-9.1", 200, true)]
    [InlineData("", "", "MSH-9", 101, false)]
    [InlineData("ORU^R01", "OBX|1|NM|X||high", "OBX[1]-5", 102, false)]
    [InlineData("ORU^R01", "OBX|1|NM|X||1\rOBX|2|NM|||1", "OBX[2]-3", 101, false)]
    [InlineData("ORU^R01", "OBX|1|NM|X||1||||||F|||soon", "OBX[1]-14", 102, false)]
    [InlineData("ORU^R01", "OBR|1||||||soon", "OBR[1]-7", 102, false)]
    [InlineData("ADT^A01", "PV1|1|I||||||||||||||||||||||||||||||||||||||||||soon", "PV1-44", 102, false)]
    [InlineData("ADT^A01", "PV1|1|I|||||||||||||||||||||||||||||||||||||||||||soon", "PV1-45", 102, false)]
    public void ABrokenContractIsNamedWithItsPlace(string kind, string rest, string place, int code, bool permanent)
    {
        var fault = Read(Message(kind, rest)).Fault!;

        Assert.Equal((place, code, permanent), (fault.Place, fault.Code, fault.Permanent));
    }

    [Theory]
    [InlineData("PID|1", "PID-3.1", 101)]
    [InlineData("PID|1||7||A^B||soon", "PID-7", 102)]
    [InlineData("ZZZ|1", "PID", 100)]
    public void ThePatientMustBeClear(string pid, string place, int code)
    {
        var fault = Read($"MSH|^~\\&|A|B|||20260302080000||ADT^A01|1|P|2.5\r{pid}").Fault!;

        Assert.Equal((place, code), (fault.Place, fault.Code));
    }

    [Fact]
    public void AThousandIdentifiersAreNotOnePatient()
    {
        var fault = Read($"MSH|^~\\&|A|B|||20260302080000||ADT^A01|1|P|2.5\rPID|1||{string.Join('~', Enumerable.Range(1, 1000))}").Fault!;

        Assert.Equal(("PID-3", 102), (fault.Place, fault.Code));
    }

    [Theory]
    [InlineData("F", "female")]
    [InlineData("male", "male")]
    [InlineData("A", "other")]
    [InlineData("N", "unknown")]
    [InlineData("", null)]
    public void SexIsReadFromTable1(string code, string? sex) =>
        Assert.Equal(sex, Notice(Read($"MSH|^~\\&|A|B|||||ADT^A01|1|P|2.5\rPID|1||7||Ruiz^Ana^M||194803|{code}")).Demographics!.Sex);

    [Fact]
    public void DemographicsAndIdentifiersAreRead()
    {
        var notice = Notice(Read("MSH|^~\\&|A|B|||||ADT^A01|1|P|2.5\rPID|1|OLD|7^^^HOSP^MR~9^^^SSA^SS||Ruiz^Ana^M||19480312|F|||||||||||||||||||||20260301120000+0000"));

        Assert.Equal([new Identifier("HOSP", "7", "MR"), new Identifier("SSA", "9", "SS")], notice.Identifiers);
        Assert.Equal(new Demographics("Ruiz", "Ana M", new DateOnly(1948, 3, 12), "female", At("2026-03-01T12:00:00Z")), notice.Demographics);
    }

    private static string Message(string kind, string rest) => $"MSH|^~\\&|LAB|HOSP|||20260302080000||{kind}|1|P|2.5.1\rPID|1||7^^^HOSP^MR\r{rest}";

    private static Reading Read(string text)
    {
        Assert.True(Hl7Message.TryParse(text, out var message, out var fault), fault?.Text);
        return new Hl7Reader(TimeZoneInfo.Utc).Read(message!, ReceivedAt);
    }

    private static PatientNotice Notice(Reading reading)
    {
        Assert.Null(reading.Fault);
        return Assert.Single(reading.Message!.Patients);
    }

    private static PatientNotice Accepted(string kind, string rest) => Notice(Read(Message(kind, rest)));

    private static EncounterNotice Encounter(string kind, string rest) => Accepted(kind, rest).Encounter!;

    private static ObservationNotice Observation(string rest) => Assert.Single(Accepted("ORU^R01", rest).Observations);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
