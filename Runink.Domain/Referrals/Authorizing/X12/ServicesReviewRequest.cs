using System.Globalization;

namespace Runink.Domain.Referrals.Authorizing.X12;

/// <summary>
/// Writes a 278 request for a health care services review (005010X217): payer, requester, subscriber, patient event, service. The patient is the
/// subscriber; whoever is covered through somebody else is asked for by a person.
/// </summary>
public static class ServicesReviewRequest
{
    public const string Version = "005010X217";

    /// <param name="trace">TRN-02, by which the answer is found.</param>
    /// <param name="control">ISA-13; group and transaction have it too.</param>
    public static string Write(string trace, int control, AuthorizationAsk ask, AuthorizationParty party, Payer payer, bool isUrgent, string? reason, DateTimeOffset now)
    {
        var route = payer.Route!;
        var text = new X12Text();
        var (day, clock) = (now.ToString("yyyyMMdd", CultureInfo.InvariantCulture), now.ToString("HHmm", CultureInfo.InvariantCulture));
        var number = control.ToString(CultureInfo.InvariantCulture);
        text.AddHeader(route, control, now);
        text.Add("GS", "HI", X12Text.Plain(route.Sender, 15), X12Text.Plain(route.Receiver, 15), day, clock, number, "X", Version);
        text.Add("ST", "278", X12Text.Number(control, 9), Version);
        // 0007: payer, requester, subscriber, dependent, event, service; 13: a request.
        text.Add("BHT", "0007", "13", trace, day, clock);
        text.Add("HL", "1", "", "20", "1");
        text.Add("NM1", "X3", "2", X12Text.Plain(payer.Name, 60), "", "", "", "", "PI", X12Text.Plain(payer.PayerId, 80));
        text.Add("HL", "2", "1", "21", "1");
        text.Add("NM1", "1P", "2", X12Text.Plain(party.Requester, 60), "", "", "", "", "XX", party.Npi);
        text.Add("HL", "3", "2", "22", "1");
        text.Add("NM1", "IL", "1", X12Text.Plain(party.Family, 60), X12Text.Plain(party.Given, 35), "", "", "", "MI", X12Text.Plain(party.MemberId, 80));
        if (party.BirthDate is { } born)
            text.Add("DMG", "D8", Day(born), party.Sex switch { "female" => "F", "male" => "M", _ => "U" });
        text.Add("HL", "4", "3", "EV", "1");
        text.Add("TRN", "1", trace, $"9{Originator(payer)}");
        text.Add("UM", "HS", "I", ask.ServiceType, "", "", isUrgent ? "U" : "");
        text.Add("DTP", "AAH", "RD8", $"{Day(ask.From)}-{Day(ask.Until)}");
        text.Add("HI", [.. ask.Diagnoses.Select((code, at) => $"{(at == 0 ? "ABK" : "ABF")}{X12Text.Component}{code.Replace(".", "", StringComparison.Ordinal)}")]);
        if (ask.Procedure is null)
            text.Add("HSD", "VS", ask.Units.ToString(CultureInfo.InvariantCulture));
        if (X12Text.Plain(reason, 264) is { } why)
            text.Add("MSG", why);
        if (ask.Procedure is { } procedure)
        {
            text.Add("HL", "5", "4", "SS", "0");
            text.Add("TRN", "1", trace, $"9{Originator(payer)}");
            text.Add("UM", "HS", "I", ask.ServiceType, "", "", isUrgent ? "U" : "");
            text.Add("DTP", "472", "RD8", $"{Day(ask.From)}-{Day(ask.Until)}");
            text.Add("SV1", $"HC{X12Text.Component}{procedure}", "", "UN", ask.Units.ToString(CultureInfo.InvariantCulture));
        }

        text.Add("SE", (text.Count + 1).ToString(CultureInfo.InvariantCulture), X12Text.Number(control, 9));
        text.Add("GE", "1", number);
        text.Add("IEA", "1", X12Text.Number(control, 9));
        return text.ToString();
    }

    /// <summary>TRN-03 has ten characters: a digit, and nine of whoever gives the number.</summary>
    private static string Originator(Payer payer) => (X12Text.Plain(payer.Route!.Sender, 9) ?? "").Replace(' ', '0').PadRight(9, '0');

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
