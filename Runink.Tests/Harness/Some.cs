using System.Globalization;
using Runink.Domain.Intake;

namespace Runink.Tests.Harness;

/// <summary>Messages with everything that a test does not care about filled in.</summary>
public static class Some
{
    private static int last;

    /// <summary>A number of nobody else in this run, and none that people type where they know none (77777).</summary>
    public static string Mrn()
    {
        var number = (70_000 + Interlocked.Increment(ref last)).ToString(CultureInfo.InvariantCulture);
        return Placeholders.IsNumber(number) ? Mrn() : number;
    }

    public static string Stamp(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "+0000";

    public static string Arrival(
        string mrn, DateTimeOffset at, string name = "Oliveira^Marta", string born = "19480312", string sex = "F", string patientClass = "E",
        string place = "Emergency^^ED-12", string trigger = "A04") =>
        $"MSH|^~\\&|ADT|HOSP|RUNINK|COMPANION|{Stamp(at)}||ADT^{trigger}|A{mrn}{trigger}|P|2.5.1\rEVN||{Stamp(at)}\r"
        + $"PID|1||{mrn}^^^HOSP^MR||{name}||{born}|{sex}\rPV1|1|{patientClass}|{place}||||||||||||||||V{mrn}^^^HOSP";

    public static string Discharge(string mrn, DateTimeOffset at) => Arrival(mrn, at, trigger: "A03");

    /// <param name="results">LOINC code, value, unit.</param>
    public static string Results(string mrn, string controlId, DateTimeOffset at, params (string Code, string Value, string Unit)[] results) =>
        $"MSH|^~\\&|LAB|HOSP|RUNINK|COMPANION|{Stamp(at)}||ORU^R01|{controlId}|P|2.5.1\rPID|1||{mrn}^^^HOSP^MR\rOBR|1|||PANEL|||{Stamp(at)}\r"
        + string.Concat(results.Select((result, index) =>
            string.Create(CultureInfo.InvariantCulture, $"OBX|{index + 1}|NM|{result.Code}^x^LN||{result.Value}|{result.Unit}|||||F|||{Stamp(at)}\r")));

    public static string Lactate(string mrn, string controlId, DateTimeOffset at, string value) =>
        Results(mrn, controlId, at, ("2524-7", value, "mmol/L"));

    /// <summary>A result that does not say whose it is: nothing of it can be taken.</summary>
    public static string LactateOfNobody(string controlId, DateTimeOffset at, string value) =>
        Lactate("7", controlId, at, value).Replace("PID|1||7^^^HOSP^MR", "PID|1||", StringComparison.Ordinal);

    public static string Potassium(string mrn, string controlId, DateTimeOffset at, string value) =>
        Results(mrn, controlId, at, ("2823-3", value, "mmol/L"));
}
