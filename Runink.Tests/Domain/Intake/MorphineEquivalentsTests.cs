using System.Globalization;
using Runink.Domain.Intake;

namespace Runink.Tests.Domain.Intake;

/// <summary>Against the table of the CDC guideline of 2022; whatever it does not say is a dose of unknown size.</summary>
public class MorphineEquivalentsTests
{
    [Theory]
    [InlineData("morphine sulfate 15 mg tablet", "15", "mg", "PO", "15")]
    [InlineData("Oxycodone ER", "10", "mg", "PO", "15")]
    [InlineData("HYDROmorphone", "2", "MG", "Oral", "10")]
    [InlineData("oxymorphone", "5", "mg", "PO", "15")]
    [InlineData("hydrocodone", "5", "mg", "26643006", "5")]
    [InlineData("codeine", "60", "mg", "PO", "9")]
    [InlineData("methadone", "10", "mg", "PO", "47")]
    [InlineData("tapentadol", "50", "mg", "PO", "20")]
    [InlineData("tramadol", "0.1", "g", "PO", "20")]
    [InlineData("morphine", "4", "mg", "IV", ">0")]
    [InlineData("morphine", "4", "mg", null, ">0")]
    [InlineData("morphine", "1", "TAB", "PO", ">0")]
    [InlineData("morphine", null, null, "PO", ">0")]
    [InlineData("morphine", "4", null, "PO", ">0")]
    [InlineData("fentanyl 25 mcg/h patch", "1", "PATCH", "TD", ">0")]
    [InlineData("dihydrocodeine", "30", "mg", "PO", ">0")]
    [InlineData("hydrocodone-acetaminophen 5-325", "325", "mg", "PO", ">0")]
    [InlineData("oxycodone / paracetamol", "5", "mg", "PO", ">0")]
    [InlineData("buprenorphine", "8", "mg", "SL", null)]
    [InlineData("ibuprofen", "400", "mg", "PO", null)]
    public void ADoseIsCountedByItsFactorOrIsOfUnknownSize(string name, string? amount, string? unit, string? route, string? expected) =>
        Assert.Equal(expected, MorphineEquivalents.Of(new GivenDose([], [name], amount is null ? null : decimal.Parse(amount, CultureInfo.InvariantCulture), unit, route is null ? [] : [route])));

    [Theory]
    [InlineData("http://www.nlm.nih.gov/research/umls/rxnorm", "7804", "15")]
    [InlineData("RXNORM", "7804", "15")]
    [InlineData("http://www.whocc.no/atc", "N02AA05", "15")]
    [InlineData("local", "7804", null)]
    [InlineData("RXNORM", "78040", null)]
    public void ACodeMeansSomethingInItsSystemOnly(string system, string code, string? expected) =>
        Assert.Equal(expected, MorphineEquivalents.Of(new GivenDose([new Coding(system, code, null)], [], 10, "mg", ["PO"])));
}
