using System.Globalization;
using Runink.Domain.Foundation;
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
    [InlineData("TX||line one~line two", "line one\nline two")]
    [InlineData("FT||A&E ^ seen\\.br\\twice", "A&E ^ seen\ntwice")]
    [InlineData("ST||a^b", "a^b")]
    [InlineData("SN||=^5.2", "5.2")]
    [InlineData("CWE||^^^LA6751-7^Moderate^LN", "LA6751-7")]
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
    [InlineData("", "", "MSH-9", 101, false)]
    [InlineData("ORU^R01", "MSH|^~\\&|LAB", "MSH[2]-1", 100, false)]
    [InlineData("ADT^A08", "EVN|A08\rEVN|A03", "EVN[2]-1", 100, false)]
    [InlineData("ADT^A01", "PV1|1|I|ICU\rPV1|2|I|4W", "PV1[2]-1", 100, false)]
    public void ABrokenContractIsNamedWithItsPlace(string kind, string rest, string place, int code, bool permanent)
    {
        var fault = Read(Message(kind, rest)).Fault!;

        Assert.Equal((place, code, permanent), (fault.Place, fault.Code, fault.Permanent));
    }

    [Theory]
    [InlineData("PID|1", "PID-3.1", 101)]
    [InlineData("PV1|1|I|ICU\rPID|1||7", "PV1", 100)]
    [InlineData("OBX|1|NM|X||1\rPID|1||7", "OBX", 100)]
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

    [Theory]
    [InlineData("1 Elm St^^Troy^NY^12180^^BR~12 Oak Ave&Oak Ave&12^Apt 2^Albany^NY^12203^USA^H", "12 Oak Ave|Albany|NY|12203")]
    [InlineData("1 Elm St^^Troy^NY^12180", "1 Elm St|Troy|NY|12180")]
    [InlineData("HOMELESS^^Albany^NY^99999", "|Albany|NY|")]
    [InlineData("1 Elm St^^Troy^NY^12180^^B", "|||")]
    [InlineData("", "|||")]
    public void TheHomeAddressIsReadAndPlaceholdersAreNot(string field, string expected)
    {
        var home = Notice(Read($"MSH|^~\\&|A|B|||||ADT^A01|1|P|2.5\rPID|1||7||Ruiz^Ana||19480312|F|||{field}")).Demographics!.Home;

        Assert.Equal(expected, $"{home.Street}|{home.City}|{home.State}|{home.Postcode}");
    }

    [Theory]
    [InlineData("(518)555-2345X12^PRN^PH", "", "(518)555-2345")]
    [InlineData("^PRN^PH^^1^518^5552345", "", "5185552345")]
    [InlineData("^NET^Internet^ana@example.org~^PRN^CP^^^^^^^^^5185552345", "", "5185552345")]
    [InlineData("9999999999", "(518)555-2345^WPN^PH", "(518)555-2345")]
    [InlineData("UNKNOWN", "", null)]
    public void TheTelephoneIsReadInEitherForm(string home, string work, string? expected) =>
        Assert.Equal(expected, Notice(Read($"MSH|^~\\&|A|B|||||ADT^A01|1|P|2.5\rPID|1||7||Ruiz^Ana||19480312|F|||||{home}|{work}")).Demographics!.Phone);

    [Theory]
    [InlineData("OBX|1|NM|2823-3^K^LN||7.1|mmol/L\rOBX|2|TX|||see comment", "OBX[2]-3", IntakeFinding.CodeMissing)]
    [InlineData("OBX|1|NM|2823-3^K^LN||7.1|mmol/L\rOBX|2|NM|2951-2^Na^LN||HEMOLYZED", "OBX[2]-5", IntakeFinding.ValueUnreadable)]
    [InlineData("OBX|1|NM|2823-3^K^LN||7.1|mmol/L|||||F|||soon", "OBX[1]-14", IntakeFinding.TimeUnreadable)]
    [InlineData("OBR|1||||||soon\rOBX|1|NM|2823-3^K^LN||7.1|mmol/L", "OBR[1]-7", IntakeFinding.TimeUnreadable)]
    [InlineData("OBX|1|NM|2823-3^K^LN||7.1|mmol/L\rOBX|2|ED|PDF^Report^L||^application^pdf^Base64^JVBERi0=", "OBX[2]-5", IntakeFinding.DocumentNotRead)]
    public void OneOddLineDoesNotLoseTheReport(string rest, string place, string kind)
    {
        var read = Read(Message("ORU^R01", rest));

        Assert.Null(read.Fault);
        Assert.Contains(Assert.Single(read.Message!.Patients).Observations, observation => observation.Value == "7.1");
        Assert.Equal((kind, place), (Assert.Single(read.Message.Findings).Kind, read.Message.Findings[0].Place));
    }

    [Theory]
    [InlineData("PID|1||7||A^B||soon\rPV1|1|I", "PID-7")]
    [InlineData("PID|1||7||A^B\rPV1|1|I||||||||||||||||||||||||||||||||||||||||||soon", "PV1-44")]
    [InlineData("PID|1||7||A^B\rPV1|1|I|||||||||||||||||||||||||||||||||||||||||||soon", "PV1-45")]
    public void AnUnreadableTimeOfARegistrationIsAFinding(string rest, string place)
    {
        var read = Read($"MSH|^~\\&|A|B|||20260302080000||ADT^A01|1|P|2.5\r{rest}");

        Assert.NotNull(Assert.Single(read.Message!.Patients).Encounter);
        Assert.Equal((IntakeFinding.TimeUnreadable, place), (Assert.Single(read.Message.Findings).Kind, read.Message.Findings[0].Place));
    }

    [Theory]
    [InlineData("MFN^M02")]
    [InlineData("SRM^S01")]
    [InlineData("QRY^A19")]
    [InlineData("ADT^A29")]
    [InlineData("ADT^A99")]
    [InlineData("ZZZ^Z01")]
    public void WhatIsNotReadIsKeptWithAFinding(string kind)
    {
        var read = Read(Message(kind, "PV1|1|I|ICU"));

        Assert.Null(read.Fault);
        Assert.Empty(read.Message!.Patients);
        Assert.Equal(IntakeFinding.NotRead, Assert.Single(read.Message.Findings).Kind);
    }

    [Fact]
    public void EveryPatientOfAReportHasResultsOfTheirOwn()
    {
        var read = Read("MSH|^~\\&|LAB|HOSP|||20260302080000||ORU^R01|1|P|2.5.1\rPID|1||7^^^HOSP^MR\rOBR|1\rOBX|1|NM|2823-3^K^LN||4.1|mmol/L\rPID|2||8^^^HOSP^MR\rOBR|1\rOBX|1|NM|2823-3^K^LN||7.7|mmol/L");

        Assert.Equal([("7", "4.1"), ("8", "7.7")], read.Message!.Patients.Select(patient => (patient.Identifiers[0].Value, Assert.Single(patient.Observations).Value)));
    }

    [Theory]
    [InlineData("7^^^HOSP^MR", "HOSP")]
    [InlineData("7^^^HOSP&1.2.3&ISO^MR", "HOSP")]
    [InlineData("7^^^&1.2.840.1&ISO^MR", "urn:oid:1.2.840.1")]
    [InlineData("7", "NORTH")]
    [InlineData("7^^^^MR", "NORTH")]
    public void ANumberIsScopedByItsAuthorityOrElseByItsSender(string field, string system)
    {
        var notice = Notice(Read($"MSH|^~\\&|ADT|NORTH|||||ADT^A01|1|P|2.5\rPID|1||{field}"));

        Assert.Equal(new Identifier(system, "7", "MR"), Assert.Single(notice.Identifiers));
    }

    [Theory]
    [InlineData("20260302100000+0200", "20260302093000", "2026-03-02T07:30:00Z")]
    [InlineData("20260302080000+0000", "20260302093000", "2026-03-02T09:30:00Z")]
    [InlineData("20260302100000", "20260302093000-0500", "2026-03-02T14:30:00Z")]
    public void TheOffsetOfTheMessageHoldsForStampsWithoutOne(string sent, string observed, string meant)
    {
        var notice = Notice(Read($"MSH|^~\\&|LAB|HOSP|||{sent}||ORU^R01|1|P|2.5\rPID|1||7\rOBX|1|NM|X||1||||||F|||{observed}"));

        Assert.Equal(At(meant), Assert.Single(notice.Observations).At);
    }

    [Theory]
    [InlineData("T")]
    [InlineData("D")]
    public void ATestMessageReachesNobodyAndMayBeRefused(string processing)
    {
        var text = $"MSH|^~\\&|LAB|HOSP|||20260302080000||ORU^R01|1|{processing}|2.5.1\rPID|1||7^^^HOSP^MR\rOBX|1|NM|2823-3^K^LN||7.7|mmol/L";

        var read = Read(text);
        Assert.Empty(read.Message!.Patients);
        Assert.Equal(IntakeFinding.TestMessage, Assert.Single(read.Message.Findings).Kind);
        Assert.True(Hl7Message.TryParse(text, out var message, out _));
        Assert.Equal((true, 202), (new Hl7Reader(TimeZoneInfo.Utc, TestMessages.Refuse).Read(message!, ReceivedAt).Fault!.Permanent, new Hl7Reader(TimeZoneInfo.Utc, TestMessages.Refuse).Read(message!, ReceivedAt).Fault!.Code));
    }

    [Theory]
    [InlineData("OBR|1|P1|F9^LAB", "F9", "LAB|F9|LN|2823-3|")]
    [InlineData("OBR|1|P1", "P1", "HOSP|P1|LN|2823-3|")]
    [InlineData("ORC|RE|P1|F7\rOBR|1", "F7", "HOSP|F7|LN|2823-3|")]
    [InlineData("OBR|1", null, null)]
    public void AResultIsCalledByItsOrderItsTestAndItsSubId(string order, string? _, string? key) =>
        Assert.Equal(key, Observation($"{order}\rOBX|1|NM|2823-3^K^LN||4.1|mmol/L").Key);

    [Fact]
    public void ADeletionWithoutAValueIsAResultThatIsTakenBack()
    {
        var taken = Observation("OBR|1||F1\rOBX|1|NM|2823-3^K^LN||||||||D");

        Assert.Equal(("", "entered-in-error"), (taken.Value, taken.Status));
    }

    [Theory]
    [InlineData("A40", IdentityAct.Merge, "MRG|8^^^HOSP^MR")]
    [InlineData("A18", IdentityAct.Merge, "MRG|8^^^HOSP^MR")]
    [InlineData("A34", IdentityAct.Merge, "MRG|8^^^HOSP^MR")]
    [InlineData("A47", IdentityAct.ChangeNumber, "MRG|8^^^HOSP^MR")]
    [InlineData("A45", IdentityAct.MoveEncounter, "PV1|1|I||||||||||||||||||V2^^^HOSP\rMRG|8^^^HOSP^MR||||V1^^^HOSP")]
    [InlineData("A24", IdentityAct.Link, "PID|2||8^^^HOSP^MR")]
    public void MergesMovesAndLinksNameBothSides(string trigger, IdentityAct act, string rest)
    {
        var notice = Assert.Single(Read(Message($"ADT^{trigger}", rest)).Message!.Identities);

        Assert.Equal((act, "8", "7"), (notice.Act, notice.Prior[0].Value, notice.Surviving[0].Value));
        Assert.Equal(act == IdentityAct.MoveEncounter ? "V1" : null, notice.PriorVisit?.Value);
    }

    [Theory]
    [InlineData("PID|1||7||\"\"||\"\"|F", "Family,Given,BirthDate")]
    [InlineData("PID|1||7||Ruiz^Ana||19480312|F|||||||||||||||||||||\"\"|N", "DeceasedAt")]
    [InlineData("PID|1||7||Ruiz^Ana||19480312|F", "")]
    public void WhatTheSenderTakesBackIsSaid(string pid, string cleared) =>
        Assert.Equal(cleared, string.Join(',', Notice(Read($"MSH|^~\\&|A|B|||||ADT^A08|1|P|2.5\r{pid}")).Demographics!.Cleared.Distinct()));

    /// <summary>A midnight behind a birth date is written by programs that know the day alone.</summary>
    [Theory]
    [InlineData("202603012015", "2026-03-01T20:15:00Z")]
    [InlineData("20260301201530-0500", "2026-03-02T01:15:30Z")]
    [InlineData("2026-03-01T20:15:00", "2026-03-01T20:15:00Z")]
    [InlineData("20260301", null)]
    [InlineData("20260301000000", null)]
    [InlineData("2026030120", null)]
    public void ATimeOfBirthIsReadWhereOneIsSaid(string born, string? at)
    {
        var said = Notice(Read($"MSH|^~\\&|A|B|||20260302080000||ADT^A08|1|P|2.5\rPID|1||7||Ruiz^Ana||{born}|F")).Demographics!;

        Assert.Equal((new DateOnly(2026, 3, 1), at is null ? null : At(at)), (said.BirthDate!.Value, said.BornAt));
    }

    [Theory]
    [InlineData("ADT^A08", "PID|1||7||Ruiz^Ana||19480312|F||||||||||||||||||||||Y", "2026-03-02T08:00:00Z")]
    [InlineData("ADT^A03", "PID|1||7||Ruiz^Ana\rPV1|1|I||||||||||||||||||||||||||||||||||20|||||||||20260302070000", "2026-03-02T07:00:00Z")]
    public void ADeathIsReadWhereverItIsSaid(string kind, string rest, string at) =>
        Assert.Equal(At(at), Notice(Read($"MSH|^~\\&|A|B|||20260302080000||{kind}|1|P|2.5\r{rest}")).Demographics!.DeceasedAt);

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
